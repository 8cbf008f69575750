"""N · 数据报送: whether bodies hand in their months in time and in full. The terms are a bureau's own."""
