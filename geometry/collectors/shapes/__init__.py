"""Building blocks of collectors: fibres, weaves, foams, branches, reliefs."""
