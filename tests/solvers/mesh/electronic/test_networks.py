"""Networks of host and shell: closed potentials, and currents that neither begin nor end."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
import shapely
from scipy.sparse.linalg import spsolve

from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.solid_triangulation import triangulate_solids
from platefront.solvers.mesh.electronic.host_network import HostNetwork
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.scales import Scales
from tests.shared.cells import SALT

GRADING = Grading(0.5, 2.0, 0.3)
SCALES = Scales.of(SALT)
UNIT = SCALES.current / SCALES.potential


def network(conductivity: float, contact: float = 0.0) -> SolidNetwork:
    """A bar 2 µm wide and 10 µm long, with three vertices of a front on its top and its side."""
    host = HostNetwork.of(shapely.box(0.0, 0.0, 2.0, 10.0), GRADING, conductivity, SCALES)
    apart, nodes, weights = host.trace(np.array([[0.3, 10.0], [1.6, 10.2], [2.0, 4.1]]))
    assert apart == pytest.approx([0.0, 0.2, 0.0], abs=1e-12)
    columns = host.unknown[nodes].ravel()
    entries = (weights.ravel(), (np.repeat(np.arange(3), 2), columns))
    return SolidNetwork(
        host=host,
        trace=sp.csr_matrix(entries, shape=(3, host.count)),
        within=np.zeros(3),
        contact=np.full(3, contact),
        ends=np.array([[0, 1]]),
        conductance=np.array([3.0]),
    )


def solved(net: SolidNetwork, current: np.ndarray) -> np.ndarray:
    return np.asarray(spsolve(net.stiffness().tocsc(), net.intake() @ current))


def test_the_mesh_covers_a_solid_with_a_hole() -> None:
    ring = shapely.box(0.0, 0.0, 10.0, 8.0).difference(shapely.box(3.0, 3.0, 5.0, 5.0))
    mesh = triangulate_solids(ring, GRADING)
    sides = mesh.points[mesh.boundary]
    around = np.hypot(*(sides[:, 1] - sides[:, 0]).T).sum()
    assert around == pytest.approx(ring.length, rel=1e-12)


def test_a_bar_is_a_resistor_and_its_potential_linear() -> None:
    """I l/(σ w) between the terminal and its far end, where the current enters evenly."""
    sigma = 7.0
    host = HostNetwork.of(shapely.box(0.0, 0.0, 2.0, 10.0), GRADING, sigma, SCALES)
    points, top = host.mesh.points, host.mesh.points[:, 1] > 10.0 - 1e-9
    x = np.sort(points[top, 0])
    share = np.zeros(len(points))
    half = 0.5 * np.diff(x) / 2.0
    share[np.flatnonzero(top)[np.argsort(points[top, 0])]] = np.append(half, 0.0) + np.append(
        0.0, half
    )
    free = host.unknown >= 0
    potential = spsolve(host.stiffness().tocsc(), share[free])
    exact = UNIT * points[free, 1] / (sigma * 2.0)
    assert potential == pytest.approx(exact, rel=1e-10)
    drained, terminal = host.drained(potential)
    assert terminal == pytest.approx(1.0, rel=1e-12)
    assert drained == pytest.approx(share[free], abs=1e-12)
    assert host.dissipated(potential) == pytest.approx(exact.max(), rel=1e-10)


@pytest.mark.parametrize("sigma", [1e-3, 1.0, 1e9])
@pytest.mark.parametrize("contact", [0.0, 0.7])
def test_what_enters_leaves_through_the_terminal(sigma: float, contact: float) -> None:
    net, current = network(sigma, contact), np.array([0.2, 0.5, -0.1])
    unknowns = solved(net, current)
    off = net.into_terminal(unknowns, current) / current.sum() - 1.0
    assert abs(off) < 1e-10, f"{off:.1e} of the current is lost"
    power = net.dissipated(unknowns)
    rise = net.front_potential(unknowns)
    assert power.host + power.deposit + power.contact == pytest.approx(
        float(current @ rise), rel=1e-9
    )
    assert np.abs(net.excess(unknowns, current)).max() < 1e-10


def test_a_wrong_potential_shows_at_the_terminal() -> None:
    """The balance of the book `electrons` fails where the solids are not solved for."""
    net, current = network(1.0), np.array([0.2, 0.5, -0.1])
    unknowns = solved(net, current)
    off = net.into_terminal(1.01 * unknowns, current) / current.sum() - 1.0
    assert off == pytest.approx(0.01, rel=1e-6)


def test_the_front_has_the_potential_of_its_foot_and_the_contact() -> None:
    net, current = network(1.0, 0.7), np.array([0.2, 0.5, -0.1])
    unknowns = solved(net, current)
    rise, foot = net.front_potential(unknowns), net.foot_potential(unknowns)
    assert rise == pytest.approx(foot)  # all of the resistance lies in the contact
    through = 0.7 * (current - 3.0 * np.array([rise[0] - rise[1], rise[1] - rise[0], 0.0]))
    assert rise - net.trace @ unknowns[3:] == pytest.approx(through)
