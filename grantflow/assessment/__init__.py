"""Conflicts, scores, decisions and their release."""
