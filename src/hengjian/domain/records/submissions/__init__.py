"""Who hands in for whom, and the lists of what was handed in."""
