"""A complaint about how an application was dealt with, looked into by somebody who had no part in it."""
