"""Whole journeys through the real program in a real pseudo-terminal, reading what stands on it."""
