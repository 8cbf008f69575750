"""Leads: what may become a supervision case."""
