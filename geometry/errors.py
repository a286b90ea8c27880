"""Typed errors of the geometry."""

from __future__ import annotations


class SectionError(ValueError):
    """A cross-section cannot be built; the message gives the reason and a remedy."""


class FrontError(RuntimeError):
    """The front could not be carried on as a simple polygon."""


class MeshingError(RuntimeError):
    """The electrolyte could not be triangulated."""
