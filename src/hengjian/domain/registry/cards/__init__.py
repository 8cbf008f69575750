"""What follows from certificates and their holders: whose they are, and through which day they cover him."""
