"""Places a person can be: one file each, with its flow.

A screen is given a :class:`screens.seat.Seat` (who sits here, the store, the office) and asks nothing of the
world besides. Reads are short and called directly; writes go through :meth:`screens.place.Place.carry_out` in a
worker, and only message handlers touch widgets.
"""
