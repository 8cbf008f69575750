"""Which bureau has a case, from when to when."""
