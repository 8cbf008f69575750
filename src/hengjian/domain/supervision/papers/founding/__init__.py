"""Founding the demo's papers."""
