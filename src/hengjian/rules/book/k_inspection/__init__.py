"""K · 检查: inspections of enterprises."""
