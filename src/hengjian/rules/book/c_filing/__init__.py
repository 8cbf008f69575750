"""C · 立案与时效: filing in time, limitation, age."""
