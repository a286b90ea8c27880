"""The question of the inverted anode: which half of a cloth takes the lithium, and why."""
