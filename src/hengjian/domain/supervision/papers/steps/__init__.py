"""The steps of a paper and its files: what every action of papers writes."""
