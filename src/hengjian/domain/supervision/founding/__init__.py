"""Founding the demo's leads and cases."""
