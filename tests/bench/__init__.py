"""Measures speed: `python -m tests.bench`, which `make bench` runs. Nothing here passes or fails."""
