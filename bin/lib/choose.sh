# Which environment: $kind becomes host, wheels, docker, podman or chroot.
# shellcheck shell=bash

choose() {
    if choose_prepared || [[ ${PLATEFRONT_ENV:-auto} != auto ]]; then
        return
    fi
    local python objection
    if wheels_are_possible; then
        kind=wheels
        return
    fi
    say "not from wheels: $objection"
    if docker_works; then
        kind=docker
    elif podman_works; then
        kind=podman
    elif chroot_is_possible; then
        kind=chroot
    else
        fail "no way to get DOLFINx on this machine" "One of these is enough:" \
            "- a python3 in PATH with the packages of pyproject.toml (conda-forge has them);" \
            "- what the wheels need, see above;" \
            "- docker or podman, able to run a container;" \
            "- on Debian or Ubuntu: sudo apt-get install mmdebstrap uidmap" \
            "See docs/environment.md."
    fi
}

# What costs nothing to start with: the host's own DOLFINx, or an environment made before.
# Succeeds if it is ready for use.
choose_prepared() {
    case ${PLATEFRONT_ENV:-auto} in
        wheels | docker | podman | chroot)
            kind=$PLATEFRONT_ENV
            place=$(environment_place)
            is_prepared
            ;;
        auto)
            if host_has_modules; then
                kind=host
                return 0
            fi
            for kind in wheels chroot docker podman; do
                place=$(environment_place)
                ! is_prepared || return 0
            done
            return 1
            ;;
        *)
            fail "PLATEFRONT_ENV=$PLATEFRONT_ENV is none of: auto, host, wheels, docker, podman, chroot"
            ;;
    esac
}

enter() {
    case $kind in
        host) run_here "$@" ;;
        *) "enter_$kind" "$@" ;;
    esac
}
