"""What can go wrong with a ledger, each as a sentence that says what to do."""

from hengjian.content import PlainError


class LedgerError(PlainError):
    """Something cannot enter the ledger, or the ledger cannot be used as it is."""


class KeyFileError(LedgerError):
    """The file of a signing key is missing, open to others, locked or damaged."""
