"""Heads: the log's order, the tree over it, and the signatures that fix both."""
