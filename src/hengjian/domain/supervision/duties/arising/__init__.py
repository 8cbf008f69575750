"""Duties that arise: because somebody tells of something, because of facts that stand, each year."""
