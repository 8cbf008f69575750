"""Deadlines that a changed calendar would move: found by night, decided by a person."""
