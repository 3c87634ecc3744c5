"""What people receive: emails, letters and summaries."""
