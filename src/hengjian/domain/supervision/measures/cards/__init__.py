"""What an issuer decided about a certificate comes into the register, within the limits of the law."""
