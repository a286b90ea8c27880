"""Write docs/inversion.md, its figures, and the part of the README on inversion.

    bin/platefront python -m verification.inversion.page

from what `verification.inversion` has stored in docs/inversion.
"""

from __future__ import annotations

from platefront.results.files import replace_text
from verification.inversion import figures
from verification.inversion.data import Data
from verification.inversion.page.compose import compose
from verification.inversion.page.readme import with_part
from verification.shipped import ROOT

DOCUMENTS = ROOT / "docs"
README = ROOT / "README.md"


def main() -> None:
    """Write page, figures and README."""
    data = Data.read(DOCUMENTS / "inversion")
    figures.write(DOCUMENTS / "images" / "inversion", data.map, data.path)
    replace_text(DOCUMENTS / "inversion.md", compose(data))
    replace_text(README, with_part(README.read_text(encoding="utf-8"), data))


if __name__ == "__main__":
    main()
