"""An answer: drafted, submitted, returned, made of what came from below."""
