"""Manufactured solutions: exact fields, their sources from the strong form, studies of orders.

Any smooth c(x, y, t) and φ(x, y, t) solve the model's equations with suitable sources. The sources
are derived from the strong form of the equations (`strong_forms`, in SI units), not from the
program's weak forms, so that a wrong sign, factor or missing term in these gives an error that does
not decrease with refinement. Everything else is the unchanged program: compiled forms, Newton's
method, time scheme, mesh velocity.
"""
