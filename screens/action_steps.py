"""What is done with an action from wherever it is shown: completed with evidence, cancelled, confirmed.

Completing takes two keys besides the evidence: `c` opens a line at the foot of the place, Enter saves what was
typed in it. A line that was left is kept as a draft and stands there again.
"""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from mentor_tui.answers import answer
from mentor_tui.declare import Unfit
from mentor_tui.forms.action_steps import (
    ASKED,
    DRAFT,
    NO_EVIDENCE,
    NO_REASON,
    Step,
    refusal,
    said_when_taken,
    taken,
)
from mentor_tui.store.read import actions
from mentor_tui.store.read.actions import ActionStory
from screens.place import Place, RecordSaved, SaveRefused
from screens.seat import Seat
from widgets.entry import LineInput
from widgets.safe import Part, notify, words


class StepLine(LineInput):
    """The line to type in. Enter saves, Esc leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Save"),
        Binding("escape", "screen.leave_step", "Not now"),
    ]


class ActionSteps(Place):
    """A place that shows an action, or several of which one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "complete", "Complete", tooltip="Type the evidence reference, then Enter"),
        Binding("y", "confirm", "Confirm", show=False, tooltip="Says that the mentor's action stands"),
        Binding("x", "cancel", "Cancel", show=False, tooltip="Ends the action undone, with the reason"),
        Binding("e", "correct", "Correct", show=False, tooltip="Change what it says, with the reason"),
    ]
    DEFAULT_CSS = """
    ActionSteps #step {
        display: none;
        height: 3;
        padding: 0 1;
        background: $surface;
        border-top: solid $border;
    }
    ActionSteps #step Static { height: 1; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._step: Step | None = None
        self._stepping: ActionStory | None = None
        self._warned = False
        self._saving = False

    def chosen(self) -> str:
        """The key of the action that is meant; blank where there is none."""
        raise NotImplementedError

    def step_line(self) -> ComposeResult:
        """The line at the foot, hidden until it is wanted."""
        with Vertical(id="step"):
            yield Static(id="asked")
            yield StepLine(id="typed")

    def _story(self) -> ActionStory | None:
        key = self.chosen()
        return actions.story(self.seat.reader, key) if key else None

    # Asking

    def action_complete(self) -> None:
        """Asks where the evidence is."""
        self._begin("complete")

    def action_cancel(self) -> None:
        """Asks why it is cancelled."""
        self._begin("cancel")

    def _begin(self, step: Step) -> None:
        story = self._story()
        if story is None:
            return
        if why := refusal(story, step):
            closed = story.line.state in ("completed", "late", "cancelled")
            notify(self.app, f"{why} Press e to correct what it says." if closed else why)
            return
        self._ask(step, story)

    def action_confirm(self) -> None:
        """Confirms an action that the mentor agreed on."""
        story = self._story()
        if story is None:
            return
        if why := refusal(story, "confirm"):
            notify(self.app, why)
            return
        self._stepping = story
        self.carry_out(taken(story, "confirm", None, self.seat.today()), purpose="confirm")

    def action_correct(self) -> None:
        """Opens the form, to change what the action says."""
        from screens.action_entry import ActionForm

        story = self._story()
        if story is None:
            return
        if not story.may_change:
            notify(self.app, "An action is corrected by the mentor or the line manager.")
            return
        self.app.push_screen(ActionForm(self.seat, story.line.key, story.pairing))

    def _ask(self, step: Step, story: ActionStory) -> None:
        self._step, self._stepping, self._warned = step, story, False
        question, _ = ASKED[step]
        self._say(f"{question} ", (story.line.action, "quiet"))
        self.query_one("#step").display = True
        line = self.query_one(StepLine)
        draft = self.seat.drafting.kept(DRAFT, story.line.key) if step == "complete" else None
        with self.prevent(Input.Changed):
            line.value = draft.typed.get("evidence", "") if draft else ""
        line.cursor_position = len(line.value)
        line.focus()

    def _say(self, *parts: Part) -> None:
        self.query_one("#asked", Static).update(words(*parts))

    def action_leave_step(self) -> None:
        """Leaves the line; evidence that was typed stands there again the next time."""
        self._close()

    def _close(self) -> None:
        self._step = None
        self.query_one("#step").display = False
        self.focus_main()

    def focus_main(self) -> None:
        """Back to what the place shows."""
        self.screen.focus_next()

    @on(Input.Changed, "#typed")
    def _keep(self, event: Input.Changed) -> None:
        event.stop()
        self._warned = False
        if self._step == "complete" and self._stepping is not None:
            key = self._stepping.line.key
            if event.value.strip():
                self.seat.drafting.note(DRAFT, key, {"evidence": event.value})
            else:
                self.seat.drafting.drop(DRAFT, key)

    # Saving

    @on(Input.Submitted, "#typed")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        story, step = self._stepping, self._step
        if story is None or step is None or self._saving:
            return
        _, field = ASKED[step]
        try:
            said = answer(field, event.value, self.seat.today())
        except Unfit as unfit:
            self._say((str(unfit), "bad"))
            return
        if step == "cancel" and not said:
            self._say((NO_REASON, "warning"))
            return
        if step == "complete" and not said and not self._warned:
            self._warned = True
            self._say((f"{NO_EVIDENCE} Press Enter once more to complete it without.", "warning"))
            return
        self._saving = True
        self.carry_out(taken(story, step, said, self.seat.today()), purpose=step)

    def on_record_saved(self, message: RecordSaved) -> None:
        """Says what was done, and shows it."""
        self._saving = False
        if message.purpose in ASKED:
            self._close()
        step, story = message.purpose, self._stepping
        if story is not None and step in ("complete", "cancel", "confirm"):
            if step == "complete":
                self.seat.drafting.drop(DRAFT, story.line.key)
            notify(self.app, said_when_taken(story, cast("Step", step), self.seat.today()))
        self.renew()

    def on_save_refused(self, message: SaveRefused) -> None:
        """Says why at the line; what was typed stays in it."""
        self._saving = False
        if message.purpose in ASKED and self._step:
            message.prevent_default()
            said = str(message.refusal)
            self._say((said[:1].upper() + said[1:], "bad"))
            # Somebody else may have changed it: what is saved next starts from how it stands now.
            self._stepping = self._story() or self._stepping
