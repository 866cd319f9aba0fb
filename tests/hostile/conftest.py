"""The command line and the home of the screens, to be tried with hostile text."""

from tests.cli.conftest import database, organisation, places_of_its_own, run
from tests.screens.conftest import home, home_file

__all__ = ["database", "home", "home_file", "organisation", "places_of_its_own", "run"]
