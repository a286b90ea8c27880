"""Readers of drawings, one file a format."""
