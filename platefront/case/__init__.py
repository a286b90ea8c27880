"""Case files: what they contain, how they are read, checked, written and documented."""
