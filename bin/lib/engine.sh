# An environment in a container engine, docker or podman: the Dockerfile's stage of that name,
# with the checkout and the user's directories mounted.
# shellcheck shell=bash

docker_works() { command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1; }

# podman may be installed where it cannot start anything (no cgroups, no user namespaces):
# ask it to run one program of the host's own
podman_works() {
    command -v podman >/dev/null &&
        timeout 20 podman run --rm --network none --rootfs /:O true >/dev/null 2>&1
}

engine_image() {
    local place
    place=$(environment_place)
    echo "localhost/platefront-environment:${place##*-}"
}

is_prepared_docker() { has_image docker "$(engine_image)"; }
is_prepared_podman() { has_image podman "$(engine_image)"; }

prepare_docker() { prepare_engine; }
prepare_podman() { prepare_engine; }

prepare_engine() {
    find_base "$kind" "$partial/base.tar"
    step "build an image (2 GB, about three minutes)" \
        build_image "$kind" "$base" --target environment --tag "$(engine_image)" ||
        fail_with_log "$kind cannot build the image" \
            "Are Debian's archive and PyPI reachable from a build? Set MIRROR=http://.../debian" \
            "and PIP_INDEX_URL for others, http_proxy for a proxy, PLATEFRONT_ENV=chroot to do" \
            "without $kind."
    rm -f "$partial/base.tar"
    ! is_rootless_docker || mkdir "$partial/tmp"
}

# find_base ENGINE ARCHIVE: set $base to the Debian image to start from: Docker Hub's, or
# where that is out of reach the same made from Debian's archive.
find_base() {
    base=docker.io/library/debian:$suite-slim
    ! step "fetch $base" timeout 120 "$1" pull "$base" || return 0
    ! has_image "$1" "$base" || return 0
    base=localhost/platefront-base:$suite
    ! has_image "$1" "$base" || return 0
    command -v mmdebstrap >/dev/null || [[ $EUID -ne 0 ]] ||
        step "install mmdebstrap on this host" apt_install mmdebstrap debian-archive-keyring || true
    step "make the base image from Debian's archive instead" import_base "$@" ||
        fail_with_log "Docker Hub is out of reach, and so is a base image by mmdebstrap" \
            "Give $1 the image docker.io/library/debian:$suite-slim: load it from a file."
}

has_image() { "$1" image inspect "$2" >/dev/null 2>&1; }

import_base() {
    install_debian "$2" '' && "$1" import "$2" "$base"
}

# build_image ENGINE BASE OPTIONS...
build_image() {
    local engine=$1 base=$2 name arguments=() certificates
    shift 2
    # engines hand proxy settings on to builds only when told
    for name in MIRROR PIP_INDEX_URL http_proxy https_proxy no_proxy; do
        [[ -z ${!name-} ]] || arguments+=(--build-arg "$name=${!name}")
    done
    certificates=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}
    [[ ! -e $certificates ]] || arguments+=(--secret "id=certificates,src=$certificates")
    "$engine" build --network host --build-arg "BASE=$base" \
        "${arguments[@]}" "$@" "$checkout"
}

# Files must belong to who started this, and each user must have a number of their own
# (Open MPI names its directories in /tmp by it). Rootless docker cannot give the second:
# there everybody is root inside, so that they get temporary directories of their own.
user_options() {
    if [[ -d $place/tmp ]]; then
        printf '%s\n' --env TMPDIR=/var/cache/platefront-tmp \
            --volume "$place/tmp:/var/cache/platefront-tmp"
    else
        [[ $kind != podman || $EUID -eq 0 ]] || printf '%s\n' --userns keep-id
        printf '%s\n' --user "$(id -u):$(id -g)"
    fi
}

is_rootless_docker() {
    [[ $kind == docker ]] && docker info --format '{{.SecurityOptions}}' | grep -q rootless
}

enter_docker() { enter_engine "$@"; }
enter_podman() { enter_engine "$@"; }

# enter_engine ARGUMENTS...: bin/platefront once more, inside.
enter_engine() {
    local options directory variable
    mapfile -t options < <(user_options)
    options+=(--rm --interactive --network host --security-opt label=disable)
    [[ ! -t 0 || ! -t 1 ]] || options+=(--tty)
    [[ $kind != docker ]] || options+=(--init) # podman's --init needs one more package
    while read -r directory; do
        options+=(--volume "$directory:$directory")
    done < <(user_directories)
    options+=(--volume "$place/cache:/var/cache/platefront" --workdir "$(pwd -P)")
    while read -r variable; do
        options+=(--env "$variable")
    done < <(environment_variables /var/cache/platefront /opt/venv/bin:/usr/bin:/bin)
    exec "$kind" run "${options[@]}" --entrypoint "$checkout/bin/platefront" "$(engine_image)" "$@"
}
