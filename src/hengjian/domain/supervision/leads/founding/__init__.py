"""Leads of the demo from every source, at every stage."""
