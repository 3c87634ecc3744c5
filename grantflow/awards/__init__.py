"""Awards, what they were agreed for, and the payments that follow."""
