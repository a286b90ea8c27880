"""What each command of the command line does; the command line itself is platefront.cli."""
