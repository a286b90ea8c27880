"""Account of the metal that growing films consume (on rank 0)."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.solvers.balance.books import FilmStock


@dataclass
class FilmAccount:
    """Metal in films, as charge [C/m].

    Attributes:
        at_start: in the films of the start, which consumed none of the metal of the run.
        consumed: since the start; the front recedes by it.
        carried: change by new meshes: films buried where fronts meet, lost with dead lithium, or
            changed by the chords of front that stays.
        changed: Σ |change| over all new meshes along front that stays.
    """

    at_start: float
    consumed: float = 0.0
    carried: float = 0.0
    changed: float = 0.0

    def stock(self, content: float) -> FilmStock:
        """Return the entries of the balance with the metal that is now in films on the front."""
        formed = content - self.at_start - self.carried
        return FilmStock(self.at_start, self.consumed, formed, self.carried)

    @property
    def correction(self) -> float:
        """Share of all metal that came into films by which new meshes have changed them [1]."""
        whole = self.at_start + self.consumed
        return self.changed / whole if whole else 0.0
