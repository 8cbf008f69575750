"""I · 强制: coercive measures and coercive execution."""
