"""Physical model of a cell as parameter classes: kinetics, electrolyte, electrodes, control."""
