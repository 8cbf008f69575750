"""The report tasks of the demo."""
