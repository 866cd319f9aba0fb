"""The files of the CSV folder and their columns (spec page interchange.md), written down for the tests."""

from __future__ import annotations

COLUMNS = {
    "services": "service_id name nation opened_on closed_on",
    "staff": "staff_id name service_id job_role employment_start employment_end leaving_reason"
    " line_manager_id roles mentoring service_from",
    "mentors": "staff_id trained_on capacity expertise",
    "training": "staff_id course mandatory completed_on expires_on",
    "attendance": "staff_id week_commencing shifts_rostered shifts_attended",
    "observations": "staff_id observed_on score observer_id",
    "concerns": "staff_id raised_on summary raised_by_id",
    "pairings": "pairing_id mentee_id mentor_id started_on programme recorded_on ended_on end_reason",
    "sessions": "session_id pairing_id held_on confidence_score top_support_issue recorded_on minutes mode"
    " activities went_well feedback shared_summary private_notes reflection",
    "excusals": "pairing_id slot reason recorded_on",
    "goals": "goal_id pairing_id goal set_on target_on achieved_on progress",
    "reviews": "pairing_id reviewed_on sessions_completed training_percent practice_score outcome comment"
    " recorded_on reviewer_id",
    "actions": "action_id pairing_id case_id need_identified_on action owner_id review_on recorded_on"
    " completed_on evidence_reference cancelled_on cancel_reason",
    "cases": "case_id staff_id risk_identified_on planned_on confidence_score supervision_concerns"
    " attendance_percent at_risk_of_resigning aim aim_by mentor_id recorded_on signed_off_on closed_on"
    " close_reason",
    "support_meetings": "case_id held_on barrier focus_area next_session_on recorded_on",
    "pathway_updates": "case_id shadowing_hours training_module reassessment_on recorded_on",
    "follow_ups": "case_id followed_up_on status evidence_reference recorded_on",
    "impact_reviews": "case_id reviewed_on confidence_score attendance_percent at_risk_of_resigning decision"
    " reason recorded_on",
    "strategic_actions": "strategic_action_id approved_on intervention executive_owner_id target_on"
    " success_measure service_id completed_on evidence_reference recorded_on",
    "executive_reviews": "strategic_action_id reviewed_on status evidence_reference recorded_on",
    "meetings": "kind held_on",
    "audits": "kind period service_id signed_on signed_by_id comment board_escalation_status figures",
}
"""The columns of every file."""
