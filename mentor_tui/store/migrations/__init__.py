"""Numbered steps that bring the tables up to date; each is frozen once it is released."""
