"""Rate laws of a surface, one file each."""
