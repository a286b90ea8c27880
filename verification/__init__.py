"""Benchmarks with independent references, their stored results, and the page about them."""
