"""Electrode potential: of the cell in series at the first moment, and its parts."""
