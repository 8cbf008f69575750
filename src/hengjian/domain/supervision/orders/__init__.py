"""Orders: matters handed to units with a term, fed back, urged, and written off by who gave them."""
