"""Small workflows of coordination and filing: one engine, each kind declared as content."""
