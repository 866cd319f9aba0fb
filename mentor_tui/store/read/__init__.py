"""What screens and listings show: short queries, each asked by a :class:`mentor_tui.store.reading.Reader`.

A query that shows records of people carries the reader's condition; what it gives is frozen and knows no
screen.
"""
