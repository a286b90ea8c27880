"""The physics of a cell as parameter classes: kinetics, electrolyte, electrodes, control."""
