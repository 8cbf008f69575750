"""Service of a paper, through the system and outside it."""
