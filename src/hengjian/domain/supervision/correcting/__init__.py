"""How much of what supervision found was corrected, and what came again."""
