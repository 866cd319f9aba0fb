"""Settings: services, the governance calendar, working days, the organisation's own lists, its name."""

from __future__ import annotations

from datetime import date

from mentor_tui.dates import WEEKDAYS, short
from mentor_tui.records import CALENDAR_DAY, LIST_WORD, MEETING, ORGANISATION, SERVICE
from mentor_tui.records.registers import MEETING_KINDS, NATIONS
from mentor_tui.store.read import settings
from screens.place import Place
from screens.settings_entry import SettingsEntry
from screens.settings_list import SettingsList
from widgets.listing import Column, Row
from widgets.safe import cell

_NATIONS = dict(NATIONS)
_MEETINGS = dict(MEETING_KINDS)
_LISTS = {"support_issues": "Support issues", "headings": "Evidence headings"}


def _day(text: str | None) -> str:
    return short(date.fromisoformat(text)) if text else ""


class ServiceEntry(SettingsEntry):
    """A service."""

    TITLE_TEXT = "Service"
    DRAFT = "service"
    RECORD = SERVICE


class Services(SettingsList):
    """The services of the organisation."""

    TITLE_TEXT = "Services"
    ABOUT = "A closed service keeps its records. The nation decides which bank holidays count."
    COLUMNS = (
        Column("ref", "Id", 8),
        Column("name", "Name", 24, flex=1),
        Column("nation", "Nation", 16),
        Column("opened", "Opened", 11),
        Column("closed", "Closed", 11),
    )

    def rows(self) -> list[Row]:
        """Services that are open, then those that are closed."""
        return [
            Row(key, (ref, name, _NATIONS.get(nation, nation), _day(opened), _day(closed)))
            for key, ref, name, nation, opened, closed in settings.services(self.seat.reader)
        ]

    def form(self, key: str) -> Place:
        """A service's form."""
        return ServiceEntry(self.seat, key)


class MeetingEntry(SettingsEntry):
    """A date of the governance calendar."""

    TITLE_TEXT = "Governance meeting"
    DRAFT = "meeting"
    RECORD = MEETING


class Meetings(SettingsList):
    """The governance calendar."""

    TITLE_TEXT = "Governance calendar"
    ABOUT = (
        "The dates of the monthly workforce and executive meetings and of the board. "
        "Audits, reviews and assurance are due by them."
    )
    COLUMNS = (Column("day", "Date", 16), Column("kind", "Meeting", 24, flex=1), Column("off", "", 12))

    def rows(self) -> list[Row]:
        """The latest on top."""
        return [
            Row(
                key,
                (
                    f"{WEEKDAYS[date.fromisoformat(held).weekday()][:3]} {_day(held)}",
                    _MEETINGS.get(kind, kind),
                    "called off" if off else "",
                ),
            )
            for key, kind, held, off in settings.meetings(self.seat.reader)
        ]

    def form(self, key: str) -> Place:
        """A meeting's form."""
        return MeetingEntry(self.seat, key)


class CalendarEntry(SettingsEntry):
    """A day that is, or is not, a working day here."""

    TITLE_TEXT = "Working day"
    DRAFT = "calendar_day"
    RECORD = CALENDAR_DAY
    FIXED = ("nation", "day")

    def about(self) -> str:
        """The day."""
        return short(self.standing.values["day"]) if self.standing else "New"


class Calendar(SettingsList):
    """Working days added and removed."""

    TITLE_TEXT = "Working days"
    EMPTY = "Weekends and bank holidays count as the calendar says. Press n to add a day of your own."
    ABOUT = (
        "Monday to Friday are working days, bank holidays of the nation are not. "
        "Add what is different here: every due date that it touches is worked out again."
    )
    COLUMNS = (
        Column("day", "Day", 16),
        Column("nation", "Nation", 16),
        Column("working", "Counts as", 18),
        Column("reason", "Reason", 16, flex=1),
    )

    def rows(self) -> list[Row]:
        """The newest on top."""
        return [
            Row(
                key,
                (
                    f"{WEEKDAYS[date.fromisoformat(day).weekday()][:3]} {_day(day)}",
                    _NATIONS.get(nation, nation),
                    "a working day" if working else "no working day",
                    reason,
                ),
            )
            for key, nation, day, working, reason in settings.calendar_days(self.seat.reader)
        ]

    def form(self, key: str) -> Place:
        """A day's form."""
        return CalendarEntry(self.seat, key)


class WordEntry(SettingsEntry):
    """A word of one of the lists."""

    TITLE_TEXT = "Word of a list"
    DRAFT = "list_word"
    RECORD = LIST_WORD
    FIXED = ("list",)

    def about(self) -> str:
        """The word."""
        return str(self.standing.values["word"]) if self.standing else "New"


class Words(SettingsList):
    """The organisation's own lists."""

    TITLE_TEXT = "Lists"
    ABOUT = (
        "Support issues are offered at each session. A word that is no longer in use stays in the records "
        "that have it, and is offered no more."
    )
    COLUMNS = (Column("list", "List", 18), Column("word", "Word", 30, flex=1), Column("used", "", 14))

    def rows(self) -> list[Row]:
        """List by list."""
        return [
            Row(
                key, (_LISTS.get(of, of), word, "" if used or used is None else cell(("not in use", "quiet")))
            )
            for key, of, word, used in settings.words_of_lists(self.seat.reader)
        ]

    def form(self, key: str) -> Place:
        """A word's form."""
        return WordEntry(self.seat, key)


class OrganisationEntry(SettingsEntry):
    """The name of the organisation."""

    TITLE_TEXT = "Organisation"
    DRAFT = "organisation"
    RECORD = ORGANISATION
    GIVEN = {"one": 1}
    FIXED = ("one",)
