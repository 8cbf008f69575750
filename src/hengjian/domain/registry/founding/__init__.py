"""Founding the demo city: everything it begins with, written at once."""
