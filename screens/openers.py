"""Which screen opens what: forms and records by name, imported when they are first opened."""

from __future__ import annotations

import importlib
from typing import Final

from mentor_tui.store.read.todo import Opens
from screens.place import Place
from screens.seat import Seat

#: the name, and the module and class that show it
SCREENS: Final[dict[str, tuple[str, str]]] = {
    "allocation": ("screens.allocation", "Allocation"),
    "session": ("screens.session_entry", "SessionEntry"),
    "review": ("screens.review_entry", "ReviewEntry"),
    "action": ("screens.actions", "ActionEntry"),
    # what was typed as evidence of an action and not saved
    "evidence": ("screens.actions", "ActionEntry"),
    "audit": ("screens.audit", "Audit"),
    "person": ("screens.person", "PersonPage"),
    "pairing": ("screens.pairing", "PairingPage"),
    "goal": ("screens.goals", "GoalEntry"),
    "excusal": ("screens.excusal", "ExcusalEntry"),
    "pairing_end": ("screens.pairing_end", "PairingEnd"),
    "escalations": ("screens.escalations", "Escalations"),
    "escalation": ("screens.escalations", "EscalationPage"),
    "escalation_entry": ("screens.escalation_entry", "EscalationEntry"),
    "strategic": ("screens.strategic", "Strategic"),
    "strategic_action": ("screens.strategic", "StrategicPage"),
    "strategic_entry": ("screens.strategic_entry", "StrategicEntry"),
    "strategic_done": ("screens.strategic_entry", "StrategicDone"),
    "chart_change": ("screens.new_limits", "NewLimits"),
    "chart_withdrawn": ("screens.new_limits", "LimitsWithdrawn"),
    "executive_review": ("screens.executive_review_entry", "ExecutiveReviewEntry"),
    "coming_month": ("screens.coming_month", "ComingMonth"),
    "report": ("screens.report", "Report"),
    "board": ("screens.board", "Board"),
    "case": ("screens.case", "CasePage"),
    "case_entry": ("screens.case_entry", "CaseEntry"),
    "risk": ("screens.risk_entry", "RiskEntry"),
    "support_meeting": ("screens.support_meeting_entry", "SupportMeetingEntry"),
    "pathway_update": ("screens.pathway_update_entry", "PathwayUpdateEntry"),
    "sign_off": ("screens.sign_off", "SignOff"),
    "follow_up": ("screens.follow_up_entry", "FollowUpEntry"),
    "impact_review": ("screens.impact_review_entry", "ImpactReviewEntry"),
    "case_close": ("screens.case_close", "CaseClose"),
}


def opened(seat: Seat, opens: Opens) -> Place:
    """The screen that shows the record or the form. Raises KeyError for a name that is none."""
    module, name = SCREENS[opens.what]
    made: Place = getattr(importlib.import_module(module), name)(seat, *opens.keys)
    return made
