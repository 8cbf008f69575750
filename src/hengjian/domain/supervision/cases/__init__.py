"""Supervision cases: one table of steps, their deadlines, and what each step needs."""
