"""Those who reported a lead: entered, and answered."""
