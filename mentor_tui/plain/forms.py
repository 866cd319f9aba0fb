"""Which form an item of the list opens, and in words where it is done that no form of lines does."""

from __future__ import annotations

import importlib
from typing import Final

from mentor_tui.forms.paper import Paper, Sitting
from mentor_tui.store.read.todo import Opens

#: the name that opens it, and the module and class of its form
PAPERS: Final[dict[str, tuple[str, str]]] = {
    "session": ("session", "SessionPaper"),
    "review": ("review", "ReviewPaper"),
    "allocation": ("allocation", "AllocationPaper"),
    "goal": ("goal", "GoalPaper"),
    "excusal": ("excusal", "ExcusalPaper"),
    "pairing_end": ("pairing_end", "PairingEndPaper"),
    "risk": ("risk", "RiskPaper"),
    "case_entry": ("support_plan", "SupportPlanPaper"),
    "support_meeting": ("support_meeting", "SupportMeetingPaper"),
    "pathway_update": ("pathway_update", "PathwayUpdatePaper"),
    "sign_off": ("sign_off", "SignOffPaper"),
    "follow_up": ("follow_up", "FollowUpPaper"),
    "impact_review": ("impact_review", "ImpactReviewPaper"),
    "case_close": ("case_close", "CaseClosePaper"),
    "strategic_entry": ("strategic", "StrategicPaper"),
    "strategic_done": ("strategic", "StrategicDonePaper"),
    "escalation_entry": ("escalation", "EscalationPaper"),
    "executive_review": ("executive_review", "ExecutiveReviewPaper"),
}

_FULL_SCREEN: Final = "It is done on the full screen: type mentor-tui, then"

ELSEWHERE: Final[dict[str, str]] = {
    "audit": f"The month's audit is read and signed with all its figures. {_FULL_SCREEN} key 6, Audit. "
    "The figures alone: mentor-tui figures.",
    "report": f"This report is read and signed with all its figures. {_FULL_SCREEN} key 7, Oversight. "
    "The figures alone: mentor-tui figures.",
    "board": f"The quarter's assurance is read and signed with all its figures. {_FULL_SCREEN} key 8, Board. "
    "The figures alone: mentor-tui figures.",
    "person": f"Registers are kept up there: {_FULL_SCREEN} key 9, People and training.",
    "escalation": f"An escalation is worked on with its figures. {_FULL_SCREEN} key 7, Oversight.",
}
"""What no form of lines does, by the name that opens it: where it is done."""

_OTHERWISE: Final = f"It has no form by lines. {_FULL_SCREEN} key 1, Today, and Enter on it."


def elsewhere(what: str) -> str:
    """Where something is done that no form of lines does."""
    return ELSEWHERE.get(what, _OTHERWISE)


def paper_of(seat: Sitting, opens: Opens) -> Paper | None:
    """The form that is opened so; nothing where there is none by lines."""
    if opens.what not in PAPERS:
        return None
    module, name = PAPERS[opens.what]
    made: Paper = getattr(importlib.import_module(f"mentor_tui.forms.{module}"), name)(seat, *opens.keys)
    return made
