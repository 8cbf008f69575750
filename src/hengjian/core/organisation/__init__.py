"""The organisation: divisions (省、市、县、乡、村) and the units that stand in them."""
