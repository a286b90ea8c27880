"""Sections from grey-level images: thresholds, contours, checks."""
