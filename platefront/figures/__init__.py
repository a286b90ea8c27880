"""Pictures of sections and runs, drawn without a display."""
