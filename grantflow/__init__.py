"""GrantFlow: grant management for small charities and those who fund them."""
