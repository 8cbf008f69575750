"""What every step of an order writes."""
