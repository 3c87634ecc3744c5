"""What happened, kept so that nobody can quietly change it."""
