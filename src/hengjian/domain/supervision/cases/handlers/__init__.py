"""Who handles a case, and who leaves it."""
