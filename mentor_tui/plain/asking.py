"""Asking a form question by question: what stands there, what is understood, what is kept."""

from __future__ import annotations

from typing import Final

from mentor_tui.answers import written_of
from mentor_tui.declare import Kind, Text, Unfit
from mentor_tui.forms.paper import Paper
from mentor_tui.plain.draft import Drafted
from mentor_tui.plain.questions import choices_told, expected, is_long, meant, numbered
from mentor_tui.plain.saving import Done, Saving, counted
from mentor_tui.plain.sheet import PlainSheet
from mentor_tui.plain.talk import Left, Talk, answer_in, is_command
from mentor_tui.store.read.todo import Opens
from mentor_tui.text import UncleanText, clean, is_clean

COMMANDS: Final = (
    "Commands: Enter keeps what stands there. < goes back a question. list reads the choices. answers reads what "
    "you have answered. clear takes an answer out. save saves now. later stops and keeps the draft. "
    "again starts again. lock locks. A backslash before a word makes it an answer."
)
_LONG: Final = (
    "One line and Enter is enough. For several lines type a full stop alone, then the lines, then a full stop alone. "
    "A line that begins with + is added to what stands there."
)


class Asking:
    """One form and the person who answers it."""

    def __init__(self, talk: Talk, paper: Paper) -> None:
        self._talk = talk
        self._paper = paper
        self._sheet: PlainSheet
        self._draft: Drafted
        self._more = False
        self._troubled = ""
        #: the kinds of question that were asked before: how to answer them is told once
        self._kinds: frozenset[tuple[type[Kind], bool]] = frozenset()

    def conduct(self) -> Opens | None:
        """Asks and saves; gives what the person wants to fill in next. Raises Left where they stop before."""
        talk, paper = self._talk, self._paper
        if not paper.may_record():
            talk.say(paper.why_not())
            return None
        self._begin()
        at = self._first()
        while True:
            try:
                at = self._ask(at) if at else self._end()
            except Done as done:
                return done.opens

    # -- opening -----------------------------------------------------------------------------------

    def _begin(self) -> None:
        talk, paper = self._talk, self._paper
        asked = paper.asked()
        self._sheet = PlainSheet(asked, talk.today())
        paper.sheet = self._sheet
        talk.say()
        about = paper.about()
        between = " " if about[:1].islower() else ": "
        talk.say(f"{paper.TITLE}{between if about else ''}{about}.")
        self._draft = Drafted(talk, paper, self._sheet)
        if self._draft.resume():
            self._more = any(
                self._sheet.typed[name] != self._sheet.begun[name] for name in self._sheet.further
            )
        paper.changed()
        talk.tell(paper.told())
        talk.say(f"{counted(len(self._questions()), 'question')}. ? helps at each.")

    def _questions(self) -> list[str]:
        """The questions that arise now, in order."""
        sheet = self._sheet
        return [
            name
            for name in sheet.arising
            if (self._more or name not in sheet.further) and not self._paper.idle(name)
        ]

    def _first(self) -> str:
        """The first question that has no answer of one's own yet: a draft goes on where it was left."""
        names = self._questions()
        if self._sheet.typed == self._sheet.begun:
            return names[0]
        return next((name for name in names if self._needed(name)), names[0])

    def _needed(self, name: str) -> bool:
        return self._sheet.fields[name].required and not self._sheet.typed[name]

    def _after(self, name: str) -> str:
        """The question after this one; blank after the last."""
        order = self._sheet.arising
        names = self._questions()
        later = [one for one in names if order.index(one) > order.index(name)] if name in order else []
        return later[0] if later else ""

    def _before(self, name: str) -> str:
        order = self._sheet.arising
        earlier = [one for one in self._questions() if order.index(one) < order.index(name)]
        return earlier[-1] if earlier else name

    def _label(self, name: str) -> str:
        """What the question is called; one that belongs to the question before says to which."""
        fields = list(self._sheet.fields.values())
        field = self._sheet.fields[name]
        if not field.label.startswith(" "):
            return field.label
        before = reversed(fields[: fields.index(field)])
        whose = next(one.label for one in before if not one.label.startswith(" "))
        return f"{whose}: {field.label.strip()}"

    # -- one question ------------------------------------------------------------------------------

    def _tell(self, name: str) -> None:
        sheet, names = self._sheet, self._questions()
        field, options = sheet.fields[name], sheet.options(name)
        place = f"Question {names.index(name) + 1} of {len(names)}: " if name in names else ""
        needed = ", required" if field.required else ""
        hint = self._hint(name)
        kind = (type(field.kind), is_long(field))
        briefly, self._kinds = kind in self._kinds or bool(hint), self._kinds | {kind}
        what = expected(field, options, briefly=briefly)
        now, source = sheet.in_words(name), sheet.sources.get(name, "")
        known = f" {source[:1].upper()}{source[1:]}." if source and not now and source not in hint else ""
        self._talk.say(f"{place}{self._label(name)}, {what}{needed}.{known}")
        if hint:
            self._talk.say(hint)
        if told := choices_told(field, options):
            self._talk.say(told)
        if now:
            self._talk.say(f"Now: {now}{f' ({source})' if source else ''}. Enter keeps it.")

    def _hint(self, name: str) -> str:
        """What the declaration says of the question; told the first time, later only where one asks for it."""
        key = f"{self._paper.DRAFT} {name}"
        if key in self._talk.hinted:
            return ""
        self._talk.hinted.add(key)
        return self._sheet.fields[name].hint

    def _ask(self, name: str) -> str:
        """Asks one question until it is answered; gives the next one's name, blank where there is none."""
        talk = self._talk
        passed = False
        self._tell(name)
        while True:
            typed = talk.ask("Answer:", lambda: self._tell(name), lambda half: self._half(name, half))
            if is_command(typed, "?", "help"):
                self._help(name)
            elif is_command(typed, "<", "back"):
                return self._before(name)
            elif is_command(typed, "list"):
                self._list(name)
            elif is_command(typed, "clear"):
                self._take_out(name)
                return self._after(name)
            elif is_command(typed, "answers"):
                self._answers()
            elif (other := self._common(typed)) is not None:
                return other
            elif not typed.strip():
                if not self._needed(name) or passed:
                    return self._after(name)
                talk.say("This needs an answer before saving. Enter again leaves it for later.")
                passed = True
            elif self._answer(name, typed):
                return self._after(name)

    def _common(self, typed: str) -> str | None:
        """What a command does that works at every prompt of a form; nothing for what is none."""
        if is_command(typed, "save"):
            return self._save()
        if is_command(typed, "later", "quit"):
            self._draft.keep()
            self._talk.say(
                "What you typed is kept as a draft, yours alone. It is here again when you come back."
                if self._sheet.typed != self._sheet.begun
                else "Nothing was typed, so nothing is kept."
            )
            raise Left
        if is_command(typed, "again"):
            self._sheet.typed = dict(self._sheet.begun)
            self._draft.keep()
            self._paper.changed()
            self._talk.say("The form stands as it did at first.")
            return self._questions()[0]
        if is_command(typed, "more") and self._sheet.further and not self._more:
            self._more = True
            return next(name for name in self._sheet.arising if name in self._sheet.further)
        return None

    def _answer(self, name: str, typed: str) -> bool:
        """Takes an answer and says what was understood; says what is wrong where it cannot be read."""
        talk, sheet = self._talk, self._sheet
        field = sheet.fields[name]
        if is_long(field):
            words = self._lines(name, typed)
            if words is None:
                return False
        else:
            words = answer_in(typed)
        try:
            if words is typed:
                words = meant(field, words, sheet.options(name))
            sheet.take(name, words)
        except Unfit as unfit:
            if isinstance(field.kind, Text) and is_clean(words, lines=True):
                sheet.typed[name] = words  # too long, say: nothing that was written is thrown away
                self._draft.keep()
            talk.say(f"Not taken. {unfit}")
            return False
        self._draft.keep()
        self._paper.changed()
        self._draft.keep()
        if not is_long(field):
            talk.say(f"{self._label(name)}: {sheet.in_words(name) or 'blank'}.")
        return True

    def _lines(self, name: str, typed: str) -> str | None:
        """A long answer: one line, a line that is added, or several until a full stop stands alone."""
        sheet, said = self._sheet, typed.strip()
        if said.startswith("+") and sheet.typed[name]:
            return f"{sheet.typed[name]}\n{said[1:].strip()}"
        if said != ".":
            return answer_in(typed)
        before, found = sheet.typed[name], list[str]()

        def half(text: str) -> None:
            if is_clean(text, lines=True):
                sheet.typed[name] = "\n".join([*found, text])
                self._draft.keep()

        while True:
            line = self._talk.ask(f"Line {len(found) + 1}:", lambda: self._reread(found), half)
            if line.strip() == ".":
                break
            try:
                clean(line, lines=True)
            except UncleanText as unclean:
                self._talk.say(f"Not taken. {unclean}")
                continue
            found.append(answer_in(line).rstrip())
            # Each line is in the database before the next is begun.
            sheet.typed[name] = "\n".join(found)
            self._draft.keep()
        if not any(found):
            sheet.typed[name] = before
            self._talk.say("No line was written: what stood there stays.")
            return None
        return "\n".join(found)

    def _reread(self, found: list[str]) -> None:
        for number, line in enumerate(found, 1):
            self._talk.say(f"Line {number}: {line}")

    def _half(self, name: str, typed: str) -> None:
        """Keeps what stood in a line that was not ended, where nothing was answered yet and it can be kept."""
        sheet = self._sheet
        if sheet.typed[name] or not is_clean(typed, lines=True):
            return
        if isinstance(sheet.fields[name].kind, Text):
            sheet.typed[name] = answer_in(typed)
        else:
            try:
                sheet.take(name, meant(sheet.fields[name], answer_in(typed), sheet.options(name)))
            except Unfit:
                return
        self._draft.keep()

    def _take_out(self, name: str) -> None:
        field = self._sheet.fields[name]
        self._sheet.typed[name] = written_of(field, field.default)
        self._draft.keep()
        self._paper.changed()
        self._talk.say(f"{self._label(name)}: {self._sheet.in_words(name) or 'blank'}.")

    # -- help --------------------------------------------------------------------------------------

    def _help(self, name: str) -> None:
        field = self._sheet.fields[name]
        if field.hint:
            self._talk.say(field.hint)
        if is_long(field):
            self._talk.say(_LONG)
        if self._sheet.options(name):
            self._talk.say("A choice is given by its number or its first letters. list reads them.")
        self._talk.say(COMMANDS)
        if self._sheet.further and not self._more:
            self._talk.say(f"more asks {counted(len(self._sheet.further), 'further question')}.")
        self._tell(name)

    def _list(self, name: str) -> None:
        options = self._sheet.options(name)
        if not options:
            self._talk.say(f"There is nothing to choose from here: {expected(self._sheet.fields[name], ())}.")
        for number, option in enumerate(options, 1):
            self._talk.say(numbered(number, option))

    def _answers(self) -> None:
        sheet = self._sheet
        for number, name in enumerate(self._questions(), 1):
            words = sheet.in_words(name) or "blank"
            self._talk.say(f"{number} {self._label(name)}: {words}")

    # -- the end and saving ------------------------------------------------------------------------

    def _save(self) -> str:
        """Saves; gives the question to go on with where that cannot be done. Raises Done where it is."""
        at = Saving(self._talk, self._paper, self._sheet, self._draft, self._questions, self._label).save()
        self._more = self._more or at in self._sheet.further
        return at

    def _end(self) -> str:
        """All is asked: saves, or goes back to a question."""
        talk, sheet = self._talk, self._sheet
        talk.tell(self._paper.follows())

        def told() -> None:
            further = [sheet.fields[name].label for name in sheet.arising if name in sheet.further]
            more = f" more asks {', '.join(further)}." if further and not self._more else ""
            talk.say(f"All is asked. Enter saves. answers reads it; a number goes to that question.{more}")

        told()
        while True:
            typed = talk.ask("Save?", told)
            names = self._questions()
            word = typed.strip()
            if not word or is_command(typed, "yes", "y"):
                return self._save()
            if is_command(typed, "<", "back"):
                return names[-1]
            if is_command(typed, "answers", "list"):
                self._answers()
            elif (other := self._common(typed)) is not None:
                return other
            elif word.isascii() and word.isdigit() and 1 <= int(word) <= len(names):
                return names[int(word) - 1]
            else:
                talk.say("Enter saves. A number goes to that question. later keeps the draft.")
