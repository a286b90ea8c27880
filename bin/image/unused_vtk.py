"""Files of VTK's wheel that platefront does not load: most of its 560 MB.

    python3 bin/image/unused_vtk.py CASES

Fills the caches as `platefront.running.warm` does, with runs and their figures, and prints what
these did not load.
"""

import sys
from pathlib import Path

import vtkmodules

from platefront.running import warm


def main(cases: Path) -> int:
    """Print a file a line; returns the number of runs that failed."""
    failures = warm.main(cases)
    mapped = Path("/proc/self/maps").read_text("utf-8").splitlines()
    loaded = {Path(line.split()[-1]).resolve() for line in mapped if line.endswith(".so")}
    for file in sorted(Path(vtkmodules.__file__).parent.glob("*.so")):
        if file.resolve() not in loaded:
            print(file)
    return failures


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
