"""Applications, and the partners named in them."""
