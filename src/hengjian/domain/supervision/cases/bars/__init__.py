"""What keeps a case from being decided here."""
