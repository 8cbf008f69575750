"""Founding the demo's records."""
