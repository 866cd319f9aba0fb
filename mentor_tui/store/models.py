"""The tables. Those of the records are drawn from their declarations; the others are written out here.

Anything that only SQLite knows stands in :mod:`mentor_tui.store.sqlite`.
"""

from __future__ import annotations

from typing import Any

import peewee as pw

from mentor_tui import records
from mentor_tui.declare import Choice, Day, Kind, Link, Number, Record, Whole, YesNo

database_proxy = pw.DatabaseProxy()


class Table(pw.Model):
    """What every table has in common."""

    class Meta:
        database = database_proxy
        legacy_table_names = False


#: Indexes by table. Every link has one of its own; these are for lists and figures. Those that begin with what
#: a figure looks for and go on with all that it needs answer it alone, without the rows of the table.
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "staff": (
        ("employment_start", "mentoring", "start_service_id", "first_day_due", "id"),
        ("day_90", "employment_end", "mentoring", "start_service_id", "id"),
        ("employment_end",),
        ("name",),
    ),
    "attendance": (("week_commencing",),),
    "concern": (("raised_on",),),
    "pairing": (
        ("service_id", "started_on"),
        ("day_90",),
        ("week_four_due",),
        ("started_on", "recorded_on", "programme", "ended_on", "mentee_id", "service_id", "id"),
        ("mentee_id", "programme", "recorded_on"),
    ),
    "session": (
        ("pairing_id", "held_on", "ref", "confidence_score", "recorded_on", "record_due"),
        ("held_on", "recorded_on", "record_due", "pairing_id"),
    ),
    "action": (
        ("review_on",),
        ("need_identified_on",),
        ("pairing_id", "recorded_on", "completed_on", "cancelled_on", "review_on", "id"),
        ("case_id", "recorded_on", "completed_on", "cancelled_on", "review_on", "id"),
    ),
    "targeted_case": (("planned_on",), ("risk_identified_on",)),
    "follow_up": (("followed_up_on",),),
    "meeting": (("held_on",),),
    "audit": (("period",),),
}


def _indexed(record: Record, name: str) -> bool:
    """Whether a link needs an index of its own: not where another index begins with it, nor for who recorded."""
    leading = {columns[0] for columns in INDEXES.get(record.table, ())} | set(record.natural[:1])
    return name not in leading and name != "recorded_by_id"


def _column(kind: Kind, name: str, required: bool, record: Record) -> pw.Field[Any]:
    """The column of one field: its type, whether it may be blank, and what must never be in it."""
    table = record.table
    options: dict[str, Any] = {"null": not required, "column_name": name}
    if isinstance(kind, Link):
        target: Any = "self" if kind.to == table else MODELS[kind.to]
        # A list of staff may name a line manager who comes further down.
        if kind.to == table:
            options["deferrable"] = "INITIALLY DEFERRED"
        options |= {"object_id_name": name, "backref": "+", "on_delete": "RESTRICT"}
        link: pw.Field[Any] = pw.ForeignKeyField(target, index=_indexed(record, name), **options)
        return link
    if isinstance(kind, YesNo):
        return pw.IntegerField(constraints=[pw.Check(f"{name} IN (0, 1)")], **options)
    if isinstance(kind, Whole):
        return pw.IntegerField(
            constraints=[pw.Check(f"{name} BETWEEN {kind.least} AND {kind.most}")], **options
        )
    if isinstance(kind, Number):
        return pw.DoubleField(
            constraints=[pw.Check(f"{name} BETWEEN {kind.least} AND {kind.most}")], **options
        )
    if isinstance(kind, Day):
        return pw.DateField(**options)
    if isinstance(kind, Choice) and not kind.with_words:
        codes = ", ".join(f"'{code}'" for code, _ in kind.options)
        return pw.TextField(constraints=[pw.Check(f"{name} IN ({codes})")], **options)
    return pw.TextField(**options)


def _attribute(name: str, kind: Kind) -> str:
    """The model's attribute: a link drops ``_id``, as Peewee has it."""
    return name.removesuffix("_id") if isinstance(kind, Link) else name


def _model(record: Record) -> type[Table]:
    """The model of a record's table."""
    body: dict[str, Any] = {"id": pw.TextField(primary_key=True)}
    if record.ident:
        body["ref"] = pw.TextField(unique=True)
    if record.several:
        body["nth"] = pw.IntegerField(default=1)
    body["revision"] = pw.IntegerField(default=1)
    for one in record.fields:
        if one.name == record.ident:
            continue
        # A person outside the staff register has a row in the staff table with a name and no more.
        required = one.required and (record.table != "staff" or one.name == "name")
        body[_attribute(one.name, one.kind)] = _column(one.kind, one.name, required, record)
    for column in record.derived:
        body[_attribute(column.name, column.kind)] = _column(column.kind, column.name, False, record)
    model: type[Table] = type(
        record.table.title().replace("_", ""),
        (Table,),
        body | {"Meta": type("Meta", (), {"table_name": record.table}), "__doc__": f"{record.title}."},
    )
    for columns in INDEXES.get(record.table, ()):
        fields = [next(f for f in model._meta.sorted_fields if f.column_name == name) for name in columns]
        model.add_index(pw.ModelIndex(model, fields, name=f"{record.table}_by_{'_'.join(columns[:2])}"))
    if record.natural:
        names = (*record.natural, "nth") if record.several else record.natural
        fields = [next(f for f in model._meta.sorted_fields if f.column_name == name) for name in names]
        model.add_index(pw.ModelIndex(model, fields, unique=True, name=f"{record.table}_natural"))
    return model


MODELS: dict[str, type[Table]] = {}
for _record in records.ALL:
    if _record.table not in MODELS and _record.name != "person":
        MODELS[_record.table] = _model(_record)


class Slot(Table):
    """One scheduled session of a pairing (rules.md, *The session schedule*): derived, never typed.

    What answers it is kept as the earliest date on which that was known, so that its state at any date is a
    comparison of dates.
    """

    pairing = pw.ForeignKeyField(MODELS["pairing"], backref="+", on_delete="CASCADE", index=False)
    number = pw.IntegerField()
    service = pw.ForeignKeyField(MODELS["service"], null=True, backref="+", index=False)
    opens_on = pw.DateField()
    due_on = pw.DateField()
    ends_on = pw.DateField()
    cycle = pw.IntegerField()
    #: the pairing's own recorded_on: the slot is not known before
    known_on = pw.DateField()
    #: earliest recorded_on of a session held inside the window
    answered_on = pw.DateField(null=True)
    #: earliest recorded_on of an excusal in time
    excused_on = pw.DateField(null=True)
    #: the earlier of the pairing's end and the mentee's leaving
    stopped_on = pw.DateField(null=True)

    class Meta:
        primary_key = pw.CompositeKey("pairing", "number")


# The month of one service, and the month of all, are answered from these indexes alone.
_covered = (
    Slot.ends_on,
    Slot.known_on,
    Slot.answered_on,
    Slot.excused_on,
    Slot.stopped_on,
    Slot.pairing,
)
Slot.add_index(pw.ModelIndex(Slot, (Slot.service, Slot.due_on, *_covered), name="slot_of_service"))
Slot.add_index(pw.ModelIndex(Slot, (Slot.due_on, Slot.service, *_covered), name="slot_by_due"))


class Journal(Table):
    """The record of every change (trust.md, *Nothing is altered unseen*). Append-only."""

    id = pw.TextField(primary_key=True)
    device = pw.TextField()
    seq = pw.IntegerField()
    #: hybrid logical clock: sorts entries of several devices without trusting their clocks
    clock = pw.TextField()
    at = pw.TextField()
    person = pw.TextField(null=True)
    verb = pw.TextField()
    kind = pw.TextField()
    record = pw.TextField(null=True, index=True)
    revision = pw.IntegerField(null=True)
    #: canonical JSON: field to {to, from, replaces}
    changes = pw.TextField()
    reason = pw.TextField()
    previous = pw.TextField()
    hash = pw.TextField()

    class Meta:
        indexes = ((("device", "seq"), True),)


class JournalValue(Table):
    """The sensitive values of an entry, apart from it: they can be removed and the chain still verifies."""

    entry = pw.ForeignKeyField(Journal, primary_key=True, backref="+")
    salt = pw.TextField()
    #: JSON: field to {to, from}
    content = pw.TextField()


class Keeping(Table):
    """What the database knows of itself: its device, whether it is the demonstration."""

    name = pw.TextField(primary_key=True)
    value = pw.TextField()


class Account(Table):
    """How a person proves who they are. Nothing of it is ever exported or shown."""

    person = pw.ForeignKeyField(MODELS["staff"], primary_key=True, backref="+")
    passphrase = pw.TextField(null=True)
    pin = pw.TextField(null=True)
    wrong_tries = pw.IntegerField(default=0)
    wait_until = pw.TextField(null=True)
    locked_on = pw.TextField(null=True)
    pin_tries = pw.IntegerField(default=0)
    #: a one-time code that an administrator gave, hashed, and until when it holds
    reset_code = pw.TextField(null=True)
    reset_until = pw.TextField(null=True)
    #: display and other choices of the person's own, JSON
    choices = pw.TextField(default="{}")


class AccountLink(Table):
    """By what the system knows a person: an account of the machine, or the fingerprint of an SSH key."""

    name = pw.TextField(primary_key=True)
    person = pw.ForeignKeyField(MODELS["staff"], backref="+")


class Draft(Table):
    """What somebody is typing: theirs alone, and no record until it is saved."""

    id = pw.TextField(primary_key=True)
    person = pw.ForeignKeyField(MODELS["staff"], backref="+")
    form = pw.TextField()
    #: what the form is about: the pairing of a session, the record being corrected
    subject = pw.TextField()
    typed = pw.TextField()
    saved_at = pw.TextField()

    class Meta:
        indexes = ((("person", "form", "subject"), True),)


OTHERS: tuple[type[Table], ...] = (Slot, Journal, JournalValue, Keeping, Account, AccountLink, Draft)
TABLES: tuple[type[Table], ...] = (*MODELS.values(), *OTHERS)
