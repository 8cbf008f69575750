"""What every step of a measure writes."""
