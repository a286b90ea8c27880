"""Campaigns of random and hostile inputs: seeded, each with its script, its counts on one page."""
