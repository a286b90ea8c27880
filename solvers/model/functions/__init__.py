"""Functions for symbols and numbers alike: elementary ones, formulas, tables."""
