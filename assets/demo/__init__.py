"""The invented provider of the demonstration: names, places, notes and stories, as data."""
