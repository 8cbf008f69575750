"""Which body reports what since when: months that came, came late, shrank, lost cases or coverage."""
