"""Implementation of the commands; their command line is in platefront.cli."""
