"""J · 许可: administrative permits."""
