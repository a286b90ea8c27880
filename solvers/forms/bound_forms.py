"""Forms bound to one mesh, with their coefficient functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ufl

from platefront.geometry.arrays import Integers
from platefront.geometry.section.layers import regions_at
from platefront.solvers.fenicsx import PETSc, cell_nodes, create_vector, fem
from platefront.solvers.forms.form_arguments import field_element
from platefront.solvers.forms.solid_potential import SolidPotential
from platefront.solvers.forms.voltage_forms import VoltageForms
from platefront.solvers.forms.weak_forms import (
    BorderedForms,
    CompiledForms,
    ElectronicForms,
    PrimaryForms,
)
from platefront.solvers.mesh.domain import CELL_ELEMENT, COUNTER_MARK, OUTLET_MARK, Domain
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
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
        self.space = fem.functionspace(mesh, field_element(compiled.arguments.order))
        self.unknown = fem.Function(self.space)
        self.velocity = fem.Function(domain.vector_space)
        self.bare = fem.Function(domain.vertex_space)
        self.thickness = fem.Function(domain.vertex_space)
        self.metal = fem.Function(domain.vertex_space)
        self.room: fem.Function | None = None
        if compiled.arguments.room is not None:
            self.room = fem.Function(domain.vertex_space)
        self.shift: fem.Function | None = None
        if compiled.arguments.shift is not None:
            self.shift = fem.Function(domain.vertex_space)
        self.solids = None if network is None else SolidPotential(domain, network)
        self.region = _regions(compiled.media, domain)
        self.porosity, self.conduction = _by_cell(compiled.media, domain, self.region)
        self.constants = {name: fem.Constant(mesh, 0.0) for name in compiled.arguments.constants}
        for name, value in compiled.values().items():
            self.constants[name].value = value
        marks = [mark for mark, _ in compiled.laws]
        held = [mark for mark, _ in compiled.reversible]
        open_ends = [OUTLET_MARK] if compiled.flow is not None else []
        self._facets = domain.facet_integrals([*marks, *held, *open_ends])
        spaces = [self.space]
        self.residual = self._bind(compiled.residual, spaces, [*marks, *open_ends])
        self.jacobian = self._bind(compiled.jacobian, spaces * 2, [*marks, *open_ends])
        self.outflow: fem.Form | None = None
        if compiled.outflow is not None:
            self.outflow = self._bind(compiled.outflow, [], open_ends)
        self.inventory = self._bind(compiled.inventory, spaces, [])
        self.contents: fem.Form | None = None
        if compiled.contents is not None:
            self.contents = self._bind(compiled.contents, [self.porosity.function_space], [])
        self.gives_current = compiled.bordered is not None
        self.reference_current = 0.0
        self.bordered: BorderedForms | None = None
        if compiled.bordered is not None:
            electrode = [mark for mark in marks if mark != COUNTER_MARK]
            self.bordered = BorderedForms(
                column=self._bind(compiled.bordered.column, spaces, electrode),
                row=self._bind(compiled.bordered.row, spaces, electrode),
                corner=self._bind(compiled.bordered.corner, [], electrode),
                current=self._bind(compiled.bordered.current, [], electrode),
            )
        self.currents = {
            mark: self._bind(form, [domain.vertex_space], [mark])
            for mark, form in compiled.currents.items()
        }
        self.conductances = {
            mark: self._bind(form, [domain.vertex_space], [mark])
            for mark, form in compiled.conductances.items()
        }
        self.electronic = self._electronic([mark for mark in marks if mark != COUNTER_MARK])
        self.voltage: VoltageForms | None = None
        if (voltage := compiled.voltage) is not None:
            self.voltage = VoltageForms(
                surfaces=self._bind(voltage.surfaces, [], marks),
                bulk=self._bind(voltage.bulk, [], []),
                parts=voltage.parts,
            )
        self.primary: PrimaryForms | None = None
        if compiled.primary is not None:
            self.primary = PrimaryForms(
                drawn=self._bind(compiled.primary.drawn, [domain.vertex_space], marks),
                lengths={
                    mark: self._bind(form, [domain.vertex_space], [mark])
                    for mark, form in compiled.primary.lengths.items()
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
        }
        if abstract.room is not None:
            coefficients[abstract.room] = self.room
        if abstract.shift is not None:
            coefficients[abstract.shift] = self.shift
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
        return fem.create_form(
            form,
            list(spaces),
            self.domain.mesh,
            subdomains,
            {key: value for key, value in coefficients.items() if key in has_coefficient},
            {key: value for key, value in constants.items() if key in has_constant},
        )


def _regions(media: Media | None, domain: Domain) -> Integers:
    """Return the region of each local cell, all of them free electrolyte without media."""
    middles = domain.mesh.geometry.x[cell_nodes(domain.mesh), 1].mean(axis=1)
    return regions_at(() if media is None else media.layers, middles)


def _by_cell(media: Media | None, domain: Domain, region: Integers) -> tuple[Any, Any]:
    """Return porosity and conduction of each cell; None for both without media."""
    if media is None:
        return None, None
    space = fem.functionspace(domain.mesh, CELL_ELEMENT)
    functions = fem.Function(space), fem.Function(space)
    for function, values in zip(functions, (media.porosity, media.conduction), strict=True):
        function.x.array[space.dofmap.list[:, 0]] = values[region]
    return functions
