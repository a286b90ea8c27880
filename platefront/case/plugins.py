"""Members of families from outside the package: installed plugins and trusted Python files.

A plugin registers its classes when it is imported. A case file is data: it names tags, never code,
so what is imported is up to who installs a package or starts the program.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from typing import Any

from platefront.case.tables import kind_of_field, unit_of
from platefront.case.units import QuantityError, require_coherent
from platefront.geometry.parameters import Parameters
from platefront.geometry.registry import REGISTRIES, RegistrationError

GROUP = "platefront.plugins"
"""Group of entry points by which an installed package names modules that register members."""


class PluginError(Exception):
    """A plugin that cannot be used; its text names it and says why."""


_files: dict[str, str] = {}
_installed: dict[str, str] = {}


def loaded_plugins() -> dict[str, str]:
    """Plugins in use: path → fingerprint of a file, name → package and version of others."""
    return _files | _installed


def plugin_options() -> list[str]:
    """Options of the command line that load the same files in another process."""
    return [f"--plugin={path}" for path in _files]


def load_plugin(path: Path) -> None:
    """Import a Python file that registers members of families; once if it is named again.

    Raises:
        PluginError: the file cannot be read or imported, or registers nothing that can be used.
    """
    place = str(path.absolute())
    if place in _files:
        return
    try:
        fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise PluginError(f"plugin {path} cannot be read: {error.strerror}") from None
    before = _members()
    _with_reason(str(path), lambda: _import(place, f"platefront_plugin_{fingerprint[:12]}"), place)
    new = [member for member in _members() if member not in before]
    if not new:
        raise PluginError(
            f"plugin {path} registers nothing: its classes need a decorator such as "
            "@RATE_LAWS.register"
        )
    _check_units(str(path), new)
    _files[place] = f"sha256 {fingerprint}"


@lru_cache(maxsize=1)
def load_installed_plugins() -> None:
    """Import what installed packages name in the group `platefront.plugins` of entry points.

    Raises:
        PluginError: one of them cannot be imported, or registers what cannot be used.
    """
    for entry in metadata.entry_points(group=GROUP):
        before = _members()
        version = "" if entry.dist is None else f"{entry.dist.name} {entry.dist.version}"
        name = f'"{entry.name}" of {version}' if version else f'"{entry.name}"'
        _with_reason(name, entry.load)
        _check_units(name, [member for member in _members() if member not in before])
        _installed[entry.name] = version


def _with_reason(plugin: str, action: Callable[[], Any], file: str | None = None) -> None:
    """Import a plugin; whatever goes wrong in it is told by one message.

    Args:
        plugin: its name, for the message.
        action: imports it.
        file: source whose line is named.
    """
    try:
        action()
    except RegistrationError as error:
        reason = str(error)
    except SyntaxError as error:
        reason = f"line {error.lineno}: {error.msg}"
    except (Exception, SystemExit) as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == file]
        where = f"line {lines[-1]}: " if lines else ""
        reason = f"{where}{type(error).__name__}: {error}"
    else:
        return
    raise PluginError(f"plugin {plugin} cannot be used: {reason}")


def _import(place: str, name: str) -> None:
    spec = util.spec_from_file_location(name, place)
    if spec is None or spec.loader is None:
        raise ImportError("it is not a Python file (.py)")
    module = util.module_from_spec(spec)
    sys.modules[name] = module  # where annotations are looked up
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise


def _members() -> list[type[Parameters]]:
    return [member for registry in REGISTRIES for member in registry.members.values()]


def _check_units(plugin: str, members: list[type[Parameters]]) -> None:
    for member in members:
        for name, unit in _units(member):
            try:
                require_coherent(unit)
            except QuantityError as error:
                reason = "; ".join([str(error), *error.helps])
                raise PluginError(
                    f'plugin {plugin} cannot be used: field "{name}" of {member.__name__}: {reason}'
                ) from None


def _units(table: type[Parameters]) -> Iterator[tuple[str, str]]:
    """Name and unit of every quantity of a table and of those within it."""
    for name, field in table.model_fields.items():
        unit, kind = unit_of(field), kind_of_field(field)
        if unit is not None:
            yield name, unit
        if kind.table is not None:
            yield from _units(kind.table)
