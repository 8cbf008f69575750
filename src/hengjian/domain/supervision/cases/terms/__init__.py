"""Stopping and extending the terms of a case."""
