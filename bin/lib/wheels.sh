# An environment of wheels from PyPI, the quickest to make: a virtual environment of its own,
# which takes neither root nor a container engine.
# shellcheck shell=bash

# as long as the Python that it was made from is there
is_prepared_wheels() { [[ -x $place/venv/bin/python3 ]]; }

# Succeeds with the Python to take in $python, or leaves in $objection why there is none.
wheels_are_possible() {
    local found status
    objection=''
    while read -r python; do
        status=0
        found=$("$python" "$checkout/bin/lib/wheels_objection.py" 2>/dev/null </dev/null) ||
            status=$?
        case $status in
            0) return 0 ;;
            3) objection=${objection:-$found} ;;
            *) ;; # no Python, one too old, or one of pyenv's that only says where it would be
        esac
    done < <(candidate_pythons)
    objection=${objection:-'no Python 3.12, 3.13 or 3.14 found'}
    return 1
}

# Those in PATH, uv's, pyenv's
candidate_pythons() {
    printf '%s\n' python3 python3.14 python3.13 python3.12
    ! command -v uv >/dev/null || uv python find '>=3.12,<3.15' 2>/dev/null || true
    local path
    for path in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[2-4].*/bin/python3; do
        [[ ! -x $path ]] || echo "$path"
    done
}

prepare_wheels() {
    local python objection
    wheels_are_possible || fail "wheels cannot be used here: $objection" \
        "docs/environment.md lists what they need. PLATEFRONT_ENV chooses another way."
    step "install wheels from PyPI (1.4 GB, about a minute)" install_wheels "$partial/venv" ||
        fail_with_log "cannot install the wheels" \
            "Is PyPI reachable? pip's settings hold: PIP_INDEX_URL for a mirror, https_proxy" \
            "for a proxy. PLATEFRONT_ENV chooses another way."
    # scripts name their interpreter by its path
    { grep -rlIF -- "$partial" "$partial/venv/bin" || true; } |
        xargs -rd '\n' sed -i "s|$partial|$place|g"
    place=$partial step "load DOLFINx, Gmsh and VTK" \
        enter_wheels python -c 'import platefront.solvers.fenicsx, gmsh, pyvista' ||
        fail_with_log "the wheels are installed, but do not work on this machine" \
            "PLATEFRONT_ENV chooses another way."
}

# uv is quicker than pip, and does without Debian's python3-venv.
install_wheels() {
    local venv=$1 options=(--require-hashes --only-binary :all: --requirement "$wheels_lock")
    if command -v uv >/dev/null; then
        ! uv venv --python "$python" "$venv" ||
            ! uv pip install --python "$venv/bin/python3" "${options[@]}" || return 0
        rm -rf "$venv"
    fi
    # most modules are never imported; those that are get compiled then
    "$python" -m venv "$venv" &&
        "$venv/bin/python3" -m pip install --quiet --no-compile "${options[@]}"
}

# enter_wheels ARGUMENTS...: bin/platefront once more, with this Python as python3. The host's
# programs stay in PATH, for the sake of the C compiler.
enter_wheels() {
    local variables
    mapfile -t variables < <(environment_variables "$place/cache" "$place/venv/bin:$PATH")
    # MPICH would look for network hardware first, and fail where it may not use what it finds
    variables+=("UCX_TLS=${UCX_TLS:-self,sm,tcp}")
    [[ -z ${CC-} ]] || variables+=("CC=$CC")
    exec env --ignore-environment "${variables[@]}" "$checkout/bin/platefront" "$@"
}
