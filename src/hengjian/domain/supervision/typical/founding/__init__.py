"""A typical case of the demo."""
