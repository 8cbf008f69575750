"""What every step of a lead writes, and what cases and orders mean for their leads."""
