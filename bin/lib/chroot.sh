# An environment without a container engine: Debian packages in a directory of their own,
# made by mmdebstrap, entered by chroot in a mount namespace. Nothing of the host system
# changes, but that mmdebstrap is installed if missing.
# shellcheck shell=bash

readonly suite=trixie

is_prepared_chroot() { [[ -d $place/root ]]; }

chroot_is_possible() {
    command -v mmdebstrap >/dev/null || { [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; }
}

prepare_chroot() {
    if ! command -v mmdebstrap >/dev/null; then
        [[ $EUID -eq 0 ]] || fail "this way needs mmdebstrap" "sudo apt-get install mmdebstrap uidmap"
        step "install mmdebstrap on this host" apt_install mmdebstrap debian-archive-keyring ||
            fail_with_log "cannot install mmdebstrap" "Is this host's apt in order? apt-get update"
    fi
    (in_own_mounts mount -t tmpfs tmpfs /mnt) 2>>"$log" ||
        fail_with_log "this host does not let you mount" \
            "User namespaces may be switched off: use docker or podman, or run as root."

    step "install Debian packages (3 GB, two to four minutes)" \
        install_debian "$partial/root" "$(package_list)" ||
        fail_with_log "cannot install the Debian packages" \
            "Is Debian's archive reachable? Set MIRROR=http://.../debian for another one," \
            "http_proxy for a proxy."
}

apt_install() {
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@")
    "${install[@]}" || { apt-get update -q && "${install[@]}"; }
}

# comma-separated
package_list() {
    sed 's/#.*//' "$checkout/bin/packages.txt" | tr -s '[:space:]' ',' | sed 's/^,//; s/,$//'
}

# install_debian TARGET PACKAGES: TARGET becomes a directory, or an archive if named *.tar
install_debian() {
    local target=$1 options
    mapfile -t options < <(mmdebstrap_options)
    options+=(--variant=minbase --include="ca-certificates,$2")
    local mirror=()
    [[ -z $(debian_mirror) ]] || mirror=("$(debian_mirror)")
    if [[ $EUID -eq 0 || $target == *.tar ]]; then
        mmdebstrap "${options[@]}" "$suite" "$target" "${mirror[@]}"
    else
        # mmdebstrap's user namespace would leave files that their owner cannot delete
        mkdir -p "$target" &&
            mmdebstrap "${options[@]}" "$suite" - "${mirror[@]}" |
            tar --extract --directory "$target" --no-same-owner --exclude './dev/*'
    fi
}

# Documentation and translations are a tenth of the files. What the host's apt knows about
# proxies and reaching its archive holds here too.
mmdebstrap_options() {
    printf '%s\n' --dpkgopt=force-unsafe-io \
        '--dpkgopt=path-exclude=/usr/share/doc/*' \
        '--dpkgopt=path-include=/usr/share/doc/*/copyright' \
        '--dpkgopt=path-exclude=/usr/share/locale/*/LC_MESSAGES/*' \
        '--dpkgopt=path-exclude=/usr/share/man/*'
    command -v apt-config >/dev/null || return 0
    apt-config dump --format '--aptopt=%F "%v"%n' Acquire |
        grep -Ei '=Acquire::(https?::|Retries|Check-)' | grep -v '""$' || true
}

# The user's choice, else the mirror a Debian host uses itself, else mmdebstrap's default
debian_mirror() {
    local id=''
    # shellcheck source=/dev/null
    id=$(. /etc/os-release && echo "${ID-}") 2>/dev/null || true
    if [[ -n ${MIRROR-} ]]; then
        echo "$MIRROR"
    elif [[ $id == debian ]]; then
        cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed 's/#.*//' |
            grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ' |
            grep -vE '^https?://deb\.debian\.org/' || true
    fi
}

# in_own_mounts COMMAND...: replace this shell by a command with mounts that nobody else sees. A user who is not root
# becomes it in this process, in name only: that lets it mount, and files stay the user's.
in_own_mounts() {
    local namespaces=(--mount)
    [[ $EUID -eq 0 ]] || namespaces+=(--user --map-root-user)
    exec unshare "${namespaces[@]}" "$@"
}

# enter_chroot ARGUMENTS...: bin/platefront once more, inside.
enter_chroot() {
    local paths variables file
    mapfile -t paths < <(user_directories)
    paths+=("$place/cache" /dev /proc /sys)
    # names of users and hosts; certificates, for networks with their own
    for file in /etc/passwd /etc/group /etc/hosts /etc/resolv.conf \
        /etc/ssl/certs/ca-certificates.crt; do
        [[ ! -e $file || ! -e $place/root$file ]] || paths+=("$file")
    done
    mapfile -t variables < <(environment_variables "$place/cache" /usr/local/bin:/usr/bin:/bin)
    in_own_mounts "$checkout/bin/lib/mount_and_enter.sh" "$(id -u)" "$(id -g)" "$place/root" \
        "${paths[@]}" -- "${variables[@]}" "$checkout/bin/platefront" "$@"
}
