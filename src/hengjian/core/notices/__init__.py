"""Notices: telling a post that something waits for it, and keeping proof that it was told.

Serves every noun by `actions.notify`. A notice carries a number and a link, never personal data; it
rests on days off, goes to the deputy too, and climbs to the next post up when nobody reads it.
"""
