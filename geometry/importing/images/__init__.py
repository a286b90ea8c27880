"""Readers of grey images: thresholds, contours, checks."""
