"""The program on every kind of terminal, in a real pseudo-terminal: what it sends, what it shows, how it leaves."""
