"""The public register of charities in England and Wales, as we last read it."""
