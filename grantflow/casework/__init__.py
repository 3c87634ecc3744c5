"""Anything with a life cycle is a case, and every case moves through one function: `take_action`."""
