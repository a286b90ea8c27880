"""Transport models of the electrolyte, one file each."""
