"""M · 救济与线索衔接: reconsideration and lawsuits."""
