"""Current collectors: one file a kind; `AnyCollector` picks the class by `kind`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from platefront.geometry.collectors.carbon_cloth import CarbonCloth
from platefront.geometry.collectors.fabric import Fabric
from platefront.geometry.collectors.foam import Foam
from platefront.geometry.collectors.foil import Foil
from platefront.geometry.collectors.layers import Layers
from platefront.geometry.collectors.micrograph import Micrograph
from platefront.geometry.collectors.nuclei import Nuclei
from platefront.geometry.collectors.own_outline import OwnOutline
from platefront.geometry.collectors.pillars import Pillars
from platefront.geometry.collectors.plumes import Plumes
from platefront.geometry.collectors.profile import Profile
from platefront.geometry.collectors.strip import Strip
from platefront.geometry.collectors.trench import Trench
from platefront.geometry.collectors.wire import Wire

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
