"""What every step of a case writes."""
