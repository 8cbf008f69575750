"""Typical cases: closed cases told without names, reviewed by another person, and published."""
