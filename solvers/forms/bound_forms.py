"""Forms bound to one mesh, with their coefficient functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import ufl
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.section.regions import regions_at
from platefront.solvers.fenicsx import PETSc, bind_form, cell_nodes, create_vector, fem
from platefront.solvers.forms.compiled_forms import (
    BorderedForms,
    CompiledForms,
    ElectronicForms,
    PrimaryForms,
)
from platefront.solvers.forms.form_arguments import field_element
from platefront.solvers.forms.solid_potential import SolidPotential
from platefront.solvers.forms.unknowns import Unknowns
from platefront.solvers.forms.voltage_forms import VoltageForms
from platefront.solvers.mesh.domain import CELL_ELEMENT, COUNTER_MARK, OUTLET_MARK, Domain
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.electrolyte.hosts import PoresOfCells
from platefront.solvers.model.electrolyte.region import Media


class BoundForms:
    """Forms of a simulation bound to one mesh, with their coefficient functions.

    Attributes:
        region: (local cells,) region of each, as of `regions_at`.
        gives_current: True while the current is given and the electrode potential is an unknown.
        reference_current: largest current to be given, of which tolerances are a part [F D c0].
        solids: potential of solids that resist; None where they conduct perfectly.
    """

    def __init__(
        self, compiled: CompiledForms, domain: Domain, network: SolidNetwork | None = None
    ) -> None:
        """Bind compiled forms to a mesh; the coefficient functions start at zero.

        Args:
            compiled: forms of the simulation.
            domain: the mesh.
            network: of solids that resist; None where they conduct perfectly.
        """
        self.compiled = compiled
        self.domain = domain
        mesh = domain.mesh
        self.space = fem.functionspace(mesh, field_element(compiled.arguments.order, self.unknowns))
        self.unknown = fem.Function(self.space)
        self.velocity = fem.Function(domain.vector_space)
        self.bare = fem.Function(domain.vertex_space)
        self.thickness = fem.Function(domain.vertex_space)
        self.metal = fem.Function(domain.vertex_space)
        self.room = self._if_there(compiled.arguments.room)
        self.shift = self._if_there(compiled.arguments.shift)
        self.film = self._if_there(compiled.arguments.film)
        self.solids = None if network is None else SolidPotential(domain, network)
        self.region = _regions(compiled.media, domain)
        self.porosity, self.conduction = _by_cell(compiled.media, domain, self.region)
        self.constants = {name: fem.Constant(mesh, 0.0) for name in compiled.arguments.constants}
        for name, value in compiled.values().items():
            self.constants[name].value = value
        self.cell_space, self.walls, self.coat = self._of_hosts(compiled, domain)
        reacting = [mark for mark, _ in compiled.laws]
        marks = [mark for mark in reacting if mark not in compiled.hosts]
        open_ends = [OUTLET_MARK] if compiled.flow is not None else []
        self._facets = domain.facet_integrals(
            [*marks, *(mark for mark, _ in compiled.reversible), *open_ends]
        )
        self._volumes = self._cells_of_hosts(compiled)
        spaces = [self.space]
        self.residual = self._bind(compiled.residual, spaces, [*reacting, *open_ends])
        self.jacobian = self._bind(compiled.jacobian, spaces * 2, [*reacting, *open_ends])
        self.outflow: fem.Form | None = None
        if (outflow := compiled.outflow) is not None:
            self.outflow = self._bind(outflow, [], open_ends)
        self.inventory = self._bind(compiled.inventory, spaces, [])
        self.contents: fem.Form | None = None
        if compiled.contents is not None:
            self.contents = self._bind(compiled.contents, [self.porosity.function_space], [])
        self.gives_current = compiled.bordered is not None
        self.reference_current = 0.0
        self.bordered = self._bordered([mark for mark in reacting if mark != COUNTER_MARK])
        self.currents = {
            mark: self._bind(form, [domain.vertex_space], [mark])
            for mark, form in compiled.currents.items()
        }
        self.pores: fem.Form | None = None
        if (pores := compiled.pores) is not None:
            self.pores = self._bind(pores, [self.cell_space], list(compiled.hosts))
        self.conductances = {
            mark: self._bind(form, [domain.vertex_space], [mark])
            for mark, form in compiled.conductances.items()
        }
        self.electronic = self._electronic([mark for mark in marks if mark != COUNTER_MARK])
        self.voltage = self._voltage(reacting)
        self.primary = self._primary(reacting)

    @property
    def unknowns(self) -> Unknowns:
        """Places of the unknowns in their vectors."""
        return self.compiled.arguments.unknowns

    def _if_there(self, abstract: Any | None) -> fem.Function | None:
        """Return a function of the vertices for a coefficient of the forms, if there is one."""
        return None if abstract is None else fem.Function(self.domain.vertex_space)

    @staticmethod
    def _of_hosts(compiled: CompiledForms, domain: Domain) -> tuple[Any, Any, Any]:
        """Return the space of cells, and the walls of pores and coats in it; None without hosts."""
        if not compiled.hosts:
            return None, None, None
        space = fem.functionspace(domain.mesh, CELL_ELEMENT)
        return space, fem.Function(space), fem.Function(space)

    def _cells_of_hosts(self, compiled: CompiledForms) -> list[tuple[int, NDArray[np.int32]]]:
        """Return the owned cells of each porous host by mark."""
        own = self.region[: self.domain.cell_count]
        return [
            (mark, np.flatnonzero(own == number).astype(np.int32))
            for mark, number in compiled.hosts.items()
        ]

    def set_pores(self, pores: PoresOfCells) -> None:
        """Set porosity, conduction, walls and films of all local cells."""
        at = self.cell_space.dofmap.list[:, 0]
        for function, values in (
            (self.porosity, pores.porosity),
            (self.conduction, pores.conduction),
            (self.walls, pores.area),
            (self.coat, pores.film),
        ):
            function.x.array[at] = values

    def open_pores(self, mark: int) -> Integers:
        """Return the local cells of a porous host whose pores are not closed."""
        host = self.region == self.compiled.hosts[mark]
        walls = self.walls.x.array[self.cell_space.dofmap.list[:, 0]]
        return np.flatnonzero(host & (walls > 0.0))

    def set_porosity(self, porosity: Floats) -> None:
        """Set the porosity of the owned cells."""
        at = self.cell_space.dofmap.list[: len(porosity), 0]
        self.porosity.x.array[at] = porosity

    def filled_porosity(self) -> Floats | None:
        """Return the porosity of all local cells; None where no metal changes it."""
        if self.cell_space is None:
            return None
        return np.array(self.porosity.x.array[self.cell_space.dofmap.list[:, 0]])

    def _bordered(self, electrode: Sequence[int]) -> BorderedForms | None:
        """Return the forms for a given current; None where none is given."""
        if (compiled := self.compiled.bordered) is None:
            return None
        spaces = [self.space]
        return BorderedForms(
            column=self._bind(compiled.column, spaces, electrode),
            row=self._bind(compiled.row, spaces, electrode),
            corner=self._bind(compiled.corner, [], electrode),
            current=self._bind(compiled.current, [], electrode),
        )

    def _voltage(self, marks: Sequence[int]) -> VoltageForms | None:
        """Return the forms of the parts of the electrode potential; None where it has none."""
        if (compiled := self.compiled.voltage) is None:
            return None
        return VoltageForms(
            surfaces=self._bind(compiled.surfaces, [], marks),
            bulk=self._bind(compiled.bulk, [], []),
            parts=compiled.parts,
        )

    def _primary(self, marks: Sequence[int]) -> PrimaryForms | None:
        """Return the forms of surfaces without kinetic resistance; None where all have one."""
        if (compiled := self.compiled.primary) is None:
            return None
        vertices = [self.domain.vertex_space]
        return PrimaryForms(
            drawn=self._bind(compiled.drawn, vertices, marks),
            lengths={
                mark: self._bind(form, vertices, [mark]) for mark, form in compiled.lengths.items()
            },
        )

    def _electronic(self, marks: Sequence[int]) -> ElectronicForms | None:
        """Return the derivatives with the potential of solids; None where these do not resist."""
        if (compiled := self.compiled.electronic) is None:
            return None
        fields, vertices = self.space, self.domain.vertex_space
        return ElectronicForms(
            column=self._bind(compiled.column, [fields, vertices], marks),
            by_fields=self._bind(compiled.by_fields, [vertices, fields], marks),
            by_rise=self._bind(compiled.by_rise, [vertices, vertices], marks),
        )

    def new_vector(self, form: fem.Form) -> Any:
        """Create a vector for the assembly of a linear form of the fields, with room for solids."""
        vector = create_vector(form)
        if self.solids is None:
            return vector
        size = vector.getLocalSize() + self.solids.network.size
        vector.destroy()
        return PETSc.Vec().createSeq(size, comm=self.domain.comm)

    def _bind(self, form: Any, spaces: Sequence[Any], marks: Sequence[int]) -> fem.Form:
        """Return a form on this mesh, given those coefficients and constants it contains."""
        abstract = self.compiled.arguments
        coefficients = {
            abstract.unknown: self.unknown,
            abstract.velocity: self.velocity,
            abstract.bare: self.bare,
            abstract.thickness: self.thickness,
            abstract.metal: self.metal,
            abstract.porosity: self.porosity,
            abstract.conduction: self.conduction,
            abstract.walls: self.walls,
            abstract.coat: self.coat,
        }
        if abstract.room is not None:
            coefficients[abstract.room] = self.room
        if abstract.shift is not None:
            coefficients[abstract.shift] = self.shift
        if abstract.film is not None:
            coefficients[abstract.film] = self.film
        if self.solids is not None:
            coefficients[abstract.rise] = self.solids.rise
        constants = {abstract.constants[name]: self.constants[name] for name in self.constants}
        has_coefficient = set(ufl.algorithms.extract_coefficients(form.ufl_form))
        has_constant = set(ufl.algorithms.analysis.extract_constants(form.ufl_form))
        subdomains = {}
        if marks:
            subdomains[fem.IntegralType.exterior_facet] = [
                (mark, entities) for mark, entities in self._facets if mark in marks
            ]
        if self._volumes:
            volumes = [(mark, cells) for mark, cells in self._volumes if mark in marks]
            subdomains[fem.IntegralType.cell] = volumes
        return bind_form(
            form,
            spaces,
            self.domain.mesh,
            subdomains,
            {key: value for key, value in coefficients.items() if key in has_coefficient},
            {key: value for key, value in constants.items() if key in has_constant},
        )


def _regions(media: Media | None, domain: Domain) -> Integers:
    """Return the region of each local cell, all of them free electrolyte without media."""
    middles = domain.mesh.geometry.x[cell_nodes(domain.mesh), :2].mean(axis=1)
    return regions_at(() if media is None else media.regions, middles)


def _by_cell(media: Media | None, domain: Domain, region: Integers) -> tuple[Any, Any]:
    """Return porosity and conduction of each cell; None for both without media."""
    if media is None:
        return None, None
    space = fem.functionspace(domain.mesh, CELL_ELEMENT)
    functions = fem.Function(space), fem.Function(space)
    for function, values in zip(functions, (media.porosity, media.conduction), strict=True):
        function.x.array[space.dofmap.list[:, 0]] = values[region]
    return functions
