"""What a run leaves on disk: tables, summary, ParaView fields; written step by step, read back."""
