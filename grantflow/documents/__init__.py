"""Files people gave us and files we made, each stored once under its SHA-256."""
