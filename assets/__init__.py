"""Data that the program carries: the style sheet, help pages, prompts."""
