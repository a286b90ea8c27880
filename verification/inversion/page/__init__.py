"""docs/inversion.md and the part of the README on inversion, composed from the stored outcomes."""
