"""Readers of drawings, one module per format."""
