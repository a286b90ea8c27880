"""Curves of a run: charge, potentials, gap, profiles and cycles."""
