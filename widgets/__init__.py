"""Things used on several screens."""
