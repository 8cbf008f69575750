"""What a decided matter changes in the registers."""
