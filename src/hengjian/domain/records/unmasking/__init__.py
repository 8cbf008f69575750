"""Who was shown which party, for what purpose."""
