"""The chain of a paper: who is asked to check, countersign and sign, and who agreed."""
