"""Leads about the same matter put together, and parted again."""
