"""What a whole round, or a whole region, looks like: the work list and the figures."""
