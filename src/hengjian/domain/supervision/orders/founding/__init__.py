"""Orders of the demo at every stage."""
