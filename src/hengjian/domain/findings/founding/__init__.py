"""Founding the demo's triage."""
