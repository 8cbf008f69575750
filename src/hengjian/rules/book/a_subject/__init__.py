"""A · 主体与权限: who may enforce, where, on what item."""
