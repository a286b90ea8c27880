"""Reading of foreign files in a process without rights."""
