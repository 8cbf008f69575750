"""Ledger entries: what happened, who did it, when — written in the transaction that did it."""
