"""Typed errors of the geometry."""

from __future__ import annotations


class SectionError(ValueError):
    """A cross-section cannot be built; the message gives the reason and a remedy."""


class MeshingError(RuntimeError):
    """The electrolyte could not be triangulated."""
