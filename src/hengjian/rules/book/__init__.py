"""The rule book: one file per rule, its cases beside it; folders by stage of enforcement."""
