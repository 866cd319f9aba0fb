"""mentor-tui: mentoring in UK adult social care as a measurable process."""

__version__ = "0.1.0"
