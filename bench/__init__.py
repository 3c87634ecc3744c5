"""What is fast, measured: one command, one table."""
