# Run with the python3 in PATH: inside every environment, and on hosts that have DOLFINx.
# shellcheck shell=bash

# A cheap look, importing nothing: all modules there, DOLFINx not too old.
host_has_modules() {
    command -v python3 >/dev/null && python3 - 2>/dev/null <<'END'
import sys
from importlib.metadata import version
from importlib.util import find_spec

modules = (
    "PIL basix cssselect2 dolfinx ezdxf gmsh jinja2 matplotlib meshio mpi4py numpy pandas petsc4py pint"
    " pydantic pydantic_core pyvista rich scipy shapely skimage tinycss2 typer ufl vtkmodules"
).split()
found = sys.version_info >= (3, 12) and all(find_spec(module) for module in modules)
wheels = found and find_spec("dolfinx_solver")
distribution = "dolfinx-solver-real" if wheels else "fenics-dolfinx"
release = tuple(map(int, version(distribution).split(".")[:2])) if found else (0, 0)
sys.exit(release < (0, 9))
END
}

# run_here COMMAND...: replace this shell by the program.
run_here() {
    export PYTHONPATH="$checkout${PYTHONPATH:+:$PYTHONPATH}"
    # MUMPS on one section's mesh gains nothing from threads and loses much to them
    export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
    # in a container everybody is root
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    case ${1-} in
        test)
            shift
            run_tests "$@"
            ;;
        python)
            shift
            exec python3 "$@"
            ;;
        shell)
            shift
            exec bash "$@"
            ;;
        *) exec python3 -m platefront "$@" ;;
    esac
}

# Selections given by the user come last and win: pytest keeps the last -m and -n.
run_tests() {
    local selection=(-m 'not long') arguments=() argument
    for argument in "$@"; do
        if [[ $argument == --all ]]; then selection=(); else arguments+=("$argument"); fi
    done
    cd "$checkout" || return
    # each process keeps to its part of the folders, and so what it has built for one test
    exec python3 -m pytest -n auto --dist worksteal "${selection[@]}" "${arguments[@]}"
}
