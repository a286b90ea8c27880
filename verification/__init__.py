"""Benchmarks: cases with an independent reference, what they found, and the page that says so."""
