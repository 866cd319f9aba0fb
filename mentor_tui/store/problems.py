"""What can be wrong with a database, each as a sentence that says what to do."""

from __future__ import annotations


class StoreProblem(Exception):
    """The database cannot be used as asked. The message is for the person, in plain words."""


class NoDatabase(StoreProblem):
    """There is no database at the place that was named."""


class UnsafePlace(StoreProblem):
    """The database lies where SQLite cannot keep it whole: a network share, a cloud folder."""


class UnknownDatabase(StoreProblem):
    """The file is not one of ours, is damaged, or was written by a newer version of the program."""


class Damaged(UnknownDatabase):
    """The file is one of ours, and cannot be read as it was written."""


class Newer(UnknownDatabase):
    """The database was written by a newer version of the program, and is left as it is."""


class Replaced(StoreProblem):
    """Another file stands in the place of the database since it was opened: a backup was put back."""


class Busy(StoreProblem):
    """Somebody else held the database, or the turn to write, for longer than one waits."""


class Encrypted(StoreProblem):
    """The database is encrypted, and nobody has opened it in this process yet."""


#: said where it cannot be written down that somebody opened another person's file
UNWRITTEN = "You can read on, but that you opened this could not be written in the journal."
