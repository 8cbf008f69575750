"""Check runs over the archive, the findings they give, and what people decide about them."""
