"""Progress reviews: what the charity tells us, what the evaluator makes of it, and what we answer."""
