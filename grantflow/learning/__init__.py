"""What was learned, kept together with the context it was learned in."""
