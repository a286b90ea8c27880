"""Manufactured solutions: exact fields, their sources from the strong form, studies of orders.

Any smooth c(x, y, t) and φ(x, y, t) solve the model's equations if the right sources are added.
The sources come from the equations as physics states them (`strong_forms`, in SI units), not from
the program's weak forms, so that a wrong sign, factor or missing term there leaves an error that
no refinement removes. Everything else is the program as it runs: compiled forms, Newton's method,
time scheme, mesh velocity.
"""
