"""Reason why the wheels cannot be used with the Python that runs this.

Exit status: 0 they can; 3 they cannot, for the reason that is printed; 1 not with this Python.
"""

import ctypes
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile

LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libGLU.so.1": "libglu1-mesa",
    "libXcursor.so.1": "libxcursor1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXft.so.2": "libxft2",
    "libXinerama.so.1": "libxinerama1",
    "libXrender.so.1": "libxrender1",
    "libfontconfig.so.1": "libfontconfig1",
    "libgomp.so.1": "libgomp1",
}
"""What Gmsh is linked to: the Debian package that holds it."""


def main():
    """Print the reason, if there is one."""
    free_threaded = sysconfig.get_config_var("Py_GIL_DISABLED")
    if free_threaded or not (3, 12) <= sys.version_info[:2] <= (3, 14):
        return 1
    reason = other_system() or missing_packages()
    if reason:
        print(reason)
    return 3 if reason else 0


def other_system():
    """Reason if the machine is of another kind than DOLFINx's wheel is for."""
    name, version = platform.libc_ver()
    release = tuple(int(part) for part in version.split(".")[:2]) if name == "glibc" else ()
    if sys.platform == "linux" and platform.machine() == "x86_64" and release >= (2, 34):
        return None
    return "they are for Linux on x86-64 with glibc 2.34 or later"


def missing_packages():
    """Reason if something has to be installed on the system, in the names of Debian."""
    packages = [package for library, package in LIBRARIES.items() if not is_there(library)]
    if not compiles("#include <math.h>"):
        packages += ["gcc", "libc6-dev"]
    elif not compiles("#include <Python.h>"):
        packages += ["python{}.{}-dev".format(*sys.version_info)]
    if not (importlib.util.find_spec("ensurepip") or shutil.which("uv")):
        packages += ["python{}.{}-venv".format(*sys.version_info)]
    return (
        "missing on this system (apt-get install): {}".format(" ".join(packages))
        if packages
        else None
    )


def is_there(library):
    """True if the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def compiles(source):
    """True if the compiler that modules are made with, FFCx's too, makes one of this C code."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    with tempfile.TemporaryDirectory() as folder:
        headers = sysconfig.get_path("include")
        command = [*compiler, "-shared", "-fPIC", "-I", headers, "-o", "module.so", "-x", "c", "-"]
        try:
            subprocess.run(
                command, input=source.encode(), stderr=subprocess.PIPE, cwd=folder, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
