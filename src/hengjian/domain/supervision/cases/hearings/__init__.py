"""Who is to be heard before a decision."""
