"""Measures of the demo."""
