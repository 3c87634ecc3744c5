"""Funds, and the rounds in which their money is offered."""
