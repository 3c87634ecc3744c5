"""What we tell people: emails, letters and summaries."""
