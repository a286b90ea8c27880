"""Current collectors, one file a kind.

Each registers when it is imported; the order is that of messages and documentation.
"""

from __future__ import annotations

# isort: off
from platefront.geometry.collectors.foil import Foil as Foil
from platefront.geometry.collectors.pillars import Pillars as Pillars
from platefront.geometry.collectors.carbon_cloth import CarbonCloth as CarbonCloth
from platefront.geometry.collectors.trench import Trench as Trench
from platefront.geometry.collectors.profile import Profile as Profile
from platefront.geometry.collectors.strip import Strip as Strip
from platefront.geometry.collectors.wire import Wire as Wire
from platefront.geometry.collectors.fabric import Fabric as Fabric
from platefront.geometry.collectors.foam import Foam as Foam
from platefront.geometry.collectors.nuclei import Nuclei as Nuclei
from platefront.geometry.collectors.layers import Layers as Layers
from platefront.geometry.collectors.plumes import Plumes as Plumes
from platefront.geometry.collectors.own_outline import OwnOutline as OwnOutline
from platefront.geometry.collectors.micrograph import Micrograph as Micrograph
