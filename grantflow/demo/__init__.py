"""A demonstration: three rounds made of stories, and the processes that serve them."""
