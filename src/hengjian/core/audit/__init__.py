"""Audit: is the ledger whole, who outside keeps its heads, who may read it, what was erased and why."""
