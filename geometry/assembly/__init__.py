"""From the parameters of a case to its cross-section."""
