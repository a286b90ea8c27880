"""Current collectors: one file a kind; `AnyCollector` picks the class by `kind`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from geometry.collectors.carbon_cloth import CarbonCloth
from geometry.collectors.fabric import Fabric
from geometry.collectors.foam import Foam
from geometry.collectors.foil import Foil
from geometry.collectors.layers import Layers
from geometry.collectors.micrograph import Micrograph
from geometry.collectors.nuclei import Nuclei
from geometry.collectors.own_outline import OwnOutline
from geometry.collectors.pillars import Pillars
from geometry.collectors.plumes import Plumes
from geometry.collectors.profile import Profile
from geometry.collectors.strip import Strip
from geometry.collectors.trench import Trench
from geometry.collectors.wire import Wire

AnyCollector = Annotated[
    Foil
    | Pillars
    | CarbonCloth
    | Trench
    | Profile
    | Strip
    | Wire
    | Fabric
    | Foam
    | Nuclei
    | Layers
    | Plumes
    | OwnOutline
    | Micrograph,
    Field(discriminator="kind"),
]

__all__ = [
    "AnyCollector",
    "CarbonCloth",
    "Fabric",
    "Foam",
    "Foil",
    "Layers",
    "Micrograph",
    "Nuclei",
    "OwnOutline",
    "Pillars",
    "Plumes",
    "Profile",
    "Strip",
    "Trench",
    "Wire",
]
