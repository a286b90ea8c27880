"""Results of a run on disk: tables, summary, ParaView fields; writing and reading."""
