"""The twelve probation regions and the police force areas in them."""
