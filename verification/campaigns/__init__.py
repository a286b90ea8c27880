"""Campaigns: many inputs made at random, each given to the program, and the ways it ends."""
