"""Plays a whole round through the real pages, over HTTP, and checks what every step should leave behind."""
