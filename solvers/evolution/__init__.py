"""The run: state, steps, moving and merging fronts, new meshes, its end."""
