"""Figures of sections and results, drawn without a display."""
