"""Designated, escalated and joint supervision: asked for, decided by the common superior, handed over."""
