"""The engine: it reads content and decides with it, knowing nothing of the web or of the database."""
