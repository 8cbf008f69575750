"""Duties that were missed: explained by who owed them, decided by the tier above."""
