"""Triangle meshes of the electrolyte, graded from the front."""
