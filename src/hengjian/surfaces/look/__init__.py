"""The design system that all surfaces share: base page, parts, styles, template tags."""
