"""What an early warning or escalation says to people: plain and short (experience.md, *Words*)."""

from __future__ import annotations

from collections.abc import Mapping

SHORT: Mapping[str, str] = {
    "W1": "A session missed",
    "W2": "Confidence not rising",
    "W3": "Actions behind",
    "W4": "Support: confidence static",
    "W5": "Repeated concerns",
    "W6": "Support session not held",
    "W7": "Sessions on time not rising",
    "W8": "Below threshold repeatedly",
    "W9": "Strategic action overdue",
    "W10": "Low scores, no action",
    "E1": "Sessions missed twice",
    "E2": "Action overdue",
    "E3": "Support not improving",
    "E4": "Delivery not evidenced",
    "E5": "Below threshold twice",
    "E6": "Strategic: no evidence yet",
}
"""A few words by code, for lists."""

SENTENCE: Mapping[str, str] = {
    "W1": "One session of this four-week cycle was missed.",
    "W2": "The last three sessions show no rise in confidence.",
    "W3": "Fewer actions than expected are completed by their review date.",
    "W4": "The latest impact review shows no rise in confidence.",
    "W5": "Several supervision concerns in the last six weeks.",
    "W6": "The support session that was agreed has not been recorded.",
    "W7": "The share of sessions on schedule has not risen for three months.",
    "W8": "The service was below the threshold in at least two of six months.",
    "W9": "A strategic action is not complete after its target date.",
    "W10": "Two low scores in a row, and no action agreed since.",
    "E1": "Two or more sessions of a four-week cycle were missed.",
    "E2": "An action is past its review date and not completed.",
    "E3": "The latest impact review shows no rise in confidence or attendance.",
    "E4": "Support has no delivery evidence, or its follow-up is late.",
    "E5": "The service was below the threshold in the last two months.",
    "E6": "A strategic action has no evidence after its target date.",
}
"""A sentence by code, for the record itself."""


def escalations_first(code: str) -> tuple[bool, int]:
    """The order in which codes are listed: escalations, then warnings, each by number."""
    return (not code.startswith("E"), int(code[1:]))
