"""What the demo has of it."""
