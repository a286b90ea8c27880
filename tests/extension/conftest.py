"""Plugins are loaded for one test at a time."""

from __future__ import annotations

import sys

import pytest

from platefront.case import plugins
from platefront.geometry.registry import REGISTRIES


@pytest.fixture
def only_here(monkeypatch):
    """Remove members and plugins that a test has registered and loaded."""
    for registry in REGISTRIES:
        monkeypatch.setattr(registry, "_members", dict(registry.members))
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
def platefront(only_here, command):
    """The command line; returns exit code, standard output and standard error."""
    return command
