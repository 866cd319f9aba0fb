"""The journeys begin in the home of the screens."""

from tests.screens.conftest import home, home_file

__all__ = ["home", "home_file"]
