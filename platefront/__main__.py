"""Entry point of `python -m platefront`."""

from __future__ import annotations

from platefront.cli import main

if __name__ == "__main__":
    main()
