"""What a bureau changes in the rules: switches, lowered severities, values of its own, rules of its own."""
