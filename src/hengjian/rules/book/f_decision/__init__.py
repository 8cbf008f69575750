"""F · 审核与决定: legal review, discussion, discretion and the decision itself."""
