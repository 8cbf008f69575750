"""What a decision is approved by."""
