# Where environments are kept, and how one comes into being: all at once or not at all.
# shellcheck shell=bash

store=$(readlink -m -- "${PLATEFRONT_HOME:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/platefront}")

readonly wheels_lock=$checkout/requirements/wheels-dev.lock

kind=''  # host, wheels, docker, podman or chroot, once chosen
place='' # its directory in the store

# An environment's name carries a hash of all that goes into it, so that a changed list of
# packages makes a new one and old checkouts keep theirs.
environment_place() {
    local ingredients hash
    case $kind in
        wheels) ingredients=("$wheels_lock") ;;
        chroot) ingredients=("$checkout/bin/packages.txt") ;;
        *) ingredients=("$wheels_lock" "$checkout/Dockerfile") ;;
    esac
    hash=$(cat "${ingredients[@]}" | sha256sum)
    printf '%s/%s-%s\n' "$store" "$kind" "${hash:0:12}"
}

# prepare: make sure that the environment of $kind exists. Its maker, prepare_$kind,
# fills the directory $partial; only the finished one gets the real name.
prepare() {
    [[ $kind != host ]] || return 0
    place=$(environment_place)
    ! is_prepared || return 0
    mkdir -p "$store" || fail "cannot write to $store" "Set PLATEFRONT_HOME to another directory."
    partial=$place.partial
    log=$store/prepare-$kind.log

    lock_store
    if is_prepared; then # made by another process while we waited
        exec {lock}>&-
        return 0
    fi
    trap 'remove_partial' EXIT
    trap 'echo >&2; say "interrupted; nothing half-made is kept"; exit 130' INT TERM
    remove_partial # left by a process that was killed
    mkdir -p "$partial/cache"
    : >"$log"
    say "first use: making an environment ($kind) in $store"
    local started=$SECONDS
    "prepare_$kind"
    rm -rf --one-file-system "$place" # an image that the engine has since lost
    mv "$partial" "$place"
    trap - EXIT INT TERM
    exec {lock}>&-
    say "environment ready in $((SECONDS - started)) s"
}

is_prepared() { [[ -d $place ]] && "is_prepared_$kind"; }

# Two first uses at a time: the second waits, then finds the work done. The lock goes
# with the process that holds it, however that ends.
lock_store() {
    exec {lock}>"$place.lock"
    if ! flock --nonblock "$lock"; then
        say "another process is making the environment; waiting for it"
        flock "$lock"
    fi
}

# --one-file-system: never into something that is mounted below
remove_partial() { rm -rf --one-file-system "$partial"; }

# Host directories a user's files may be in: everything at the top that is not the
# system's, and where we are now. The environment shows them under their own names,
# so that every path on the command line means the same inside.
user_directories() {
    local directory
    for directory in /*; do
        case $directory in
            /bin | /boot | /dev | /etc | /lib* | /lost+found | /nix | /proc | /run | /sbin | /snap | \
                /sys | /usr | /var) ;;
            *) [[ ! -d $directory || -L $directory ]] || echo "$directory" ;;
        esac
    done
    for directory in "$checkout" "$(pwd -P)"; do
        case $directory in /run/* | /usr/* | /var/*) echo "$directory" ;; esac
    done | sort -u
}

# environment_variables CACHE PATH: those that reach the program. The host's others
# (LD_LIBRARY_PATH, PYTHONPATH, conda's, DISPLAY) speak of another system.
environment_variables() {
    local name
    printf '%s\n' PLATEFRONT_ENV=host "PATH=$2" LC_ALL=C.UTF-8 PYTHONNOUSERSITE=1 \
        "HOME=${HOME:-/tmp}" "XDG_CACHE_HOME=$1" "MPLCONFIGDIR=$1/matplotlib"
    for name in TERM COLUMNS LINES NO_COLOR FORCE_COLOR TZ OMP_NUM_THREADS PETSC_OPTIONS \
        PYTEST_ADDOPTS PLATEFRONT_REWRITE_MESSAGES; do
        [[ -z ${!name-} ]] || printf '%s=%s\n' "$name" "${!name}"
    done
}
