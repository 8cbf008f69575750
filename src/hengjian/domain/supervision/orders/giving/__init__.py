"""Orders given, and handed down to units below."""
