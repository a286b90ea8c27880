"""Plugins are loaded for one test at a time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from platefront.case import plugins
from platefront.cli import main
from platefront.geometry.family import FAMILIES

OUTSIDE = Path(__file__).parent / "outside.py"


@pytest.fixture
def only_here(monkeypatch):
    """Remove members and plugins that a test has registered and loaded."""
    for family in FAMILIES:
        monkeypatch.setattr(family, "_members", dict(family.members))
    monkeypatch.setattr(plugins, "_files", {})
    monkeypatch.setattr(plugins, "_installed", {})
    plugins.load_installed_plugins.cache_clear()
    before = set(sys.modules)
    yield
    plugins.load_installed_plugins.cache_clear()
    for name in set(sys.modules) - before:
        if name.startswith(("platefront_plugin_", "installed_")):
            del sys.modules[name]


@pytest.fixture
def platefront(only_here, monkeypatch, capsys):
    """The command line; returns exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["platefront", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call
