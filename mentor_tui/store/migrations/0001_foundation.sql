-- The tables of the first version, frozen: later migrations alter them.

CREATE TABLE "organisation" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "one" INTEGER NOT NULL CHECK (one BETWEEN 1 AND 1),
  "name" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "organisation_natural" ON "organisation" ("one");

CREATE TABLE "policy_change" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "from_on" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  CHECK ("from_on" IS date("from_on"))
) STRICT;

CREATE UNIQUE INDEX "policy_change_natural" ON "policy_change" ("key", "from_on");

CREATE TABLE "calendar_day" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "nation" TEXT NOT NULL CHECK (nation IN ('england', 'wales', 'scotland', 'northern_ireland')),
  "day" TEXT NOT NULL,
  "working" INTEGER NOT NULL CHECK (working IN (0, 1)),
  "reason" TEXT NOT NULL,
  CHECK ("day" IS date("day"))
) STRICT;

CREATE UNIQUE INDEX "calendar_day_natural" ON "calendar_day" ("nation", "day");

CREATE TABLE "list_word" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "list" TEXT NOT NULL CHECK (list IN ('support_issues', 'headings')),
  "word" TEXT NOT NULL,
  "in_use" INTEGER CHECK (in_use IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX "list_word_natural" ON "list_word" ("list", "word");

CREATE TABLE "service" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "nation" TEXT CHECK (nation IN ('england', 'wales', 'scotland', 'northern_ireland')),
  "opened_on" TEXT,
  "closed_on" TEXT,
  CHECK ("opened_on" IS date("opened_on")),
  CHECK ("closed_on" IS date("closed_on"))
) STRICT;

CREATE UNIQUE INDEX "service_ref" ON "service" ("ref");

CREATE TABLE "staff" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "service_id" TEXT,
  "job_role" TEXT,
  "employment_start" TEXT,
  "employment_end" TEXT,
  "leaving_reason" TEXT,
  "line_manager_id" TEXT,
  "roles" TEXT,
  "mentoring" TEXT CHECK (mentoring IN ('expected', 'not_expected')),
  "service_from" TEXT,
  "start_service_id" TEXT,
  "first_day_due" TEXT,
  "day_90" TEXT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("line_manager_id") REFERENCES "staff" ("id") ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY ("start_service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  CHECK ("employment_start" IS date("employment_start")),
  CHECK ("employment_end" IS date("employment_end")),
  CHECK ("service_from" IS date("service_from")),
  CHECK ("first_day_due" IS date("first_day_due")),
  CHECK ("day_90" IS date("day_90"))
) STRICT;

CREATE UNIQUE INDEX "staff_ref" ON "staff" ("ref");

CREATE INDEX "staff_service_id" ON "staff" ("service_id");

CREATE INDEX "staff_line_manager_id" ON "staff" ("line_manager_id");

CREATE INDEX "staff_start_service_id" ON "staff" ("start_service_id");

CREATE INDEX "staff_by_employment_start_mentoring" ON "staff" ("employment_start", "mentoring", "start_service_id", "first_day_due", "id");

CREATE INDEX "staff_by_day_90_employment_end" ON "staff" ("day_90", "employment_end", "mentoring", "start_service_id", "id");

CREATE INDEX "staff_by_employment_end" ON "staff" ("employment_end");

CREATE INDEX "staff_by_name" ON "staff" ("name");

CREATE TABLE "placement" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "service_id" TEXT NOT NULL,
  "until_on" TEXT NOT NULL,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  CHECK ("until_on" IS date("until_on"))
) STRICT;

CREATE INDEX "placement_service_id" ON "placement" ("service_id");

CREATE UNIQUE INDEX "placement_natural" ON "placement" ("staff_id", "until_on");

CREATE TABLE "mentor" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "trained_on" TEXT,
  "capacity" INTEGER CHECK (capacity BETWEEN 0 AND 50),
  "expertise" TEXT,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("trained_on" IS date("trained_on"))
) STRICT;

CREATE UNIQUE INDEX "mentor_natural" ON "mentor" ("staff_id");

CREATE TABLE "training" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "course" TEXT NOT NULL,
  "mandatory" INTEGER NOT NULL CHECK (mandatory IN (0, 1)),
  "completed_on" TEXT,
  "expires_on" TEXT,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("completed_on" IS date("completed_on")),
  CHECK ("expires_on" IS date("expires_on"))
) STRICT;

CREATE UNIQUE INDEX "training_natural" ON "training" ("staff_id", "course", "completed_on");

CREATE TABLE "attendance" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "week_commencing" TEXT NOT NULL,
  "shifts_rostered" INTEGER NOT NULL CHECK (shifts_rostered BETWEEN 0 AND 21),
  "shifts_attended" INTEGER NOT NULL CHECK (shifts_attended BETWEEN 0 AND 21),
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("week_commencing" IS date("week_commencing"))
) STRICT;

CREATE INDEX "attendance_by_week_commencing" ON "attendance" ("week_commencing");

CREATE UNIQUE INDEX "attendance_natural" ON "attendance" ("staff_id", "week_commencing");

CREATE TABLE "observation" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "observed_on" TEXT NOT NULL,
  "score" INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  "observer_id" TEXT,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("observer_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("observed_on" IS date("observed_on"))
) STRICT;

CREATE INDEX "observation_observer_id" ON "observation" ("observer_id");

CREATE UNIQUE INDEX "observation_natural" ON "observation" ("staff_id", "observed_on", "nth");

CREATE TABLE "concern" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "raised_on" TEXT NOT NULL,
  "summary" TEXT NOT NULL,
  "raised_by_id" TEXT,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("raised_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("raised_on" IS date("raised_on"))
) STRICT;

CREATE INDEX "concern_raised_by_id" ON "concern" ("raised_by_id");

CREATE INDEX "concern_by_raised_on" ON "concern" ("raised_on");

CREATE UNIQUE INDEX "concern_natural" ON "concern" ("staff_id", "raised_on", "nth");

CREATE TABLE "pairing" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "mentee_id" TEXT NOT NULL,
  "mentor_id" TEXT NOT NULL,
  "started_on" TEXT NOT NULL,
  "programme" TEXT NOT NULL CHECK (programme IN ('new_starter', 'role_change', 'return_to_work', 'targeted', 'informal')),
  "recorded_on" TEXT,
  "ended_on" TEXT,
  "end_reason" TEXT CHECK (end_reason IN ('complete', 'mentee_left', 'mentor_left', 'mentor_changed', 'other')),
  "why_this_mentor" TEXT,
  "recorded_by_id" TEXT,
  "service_id" TEXT,
  "day_90" TEXT,
  "week_four_from" TEXT,
  "week_four_due" TEXT,
  FOREIGN KEY ("mentee_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("mentor_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  CHECK ("started_on" IS date("started_on")),
  CHECK ("recorded_on" IS date("recorded_on")),
  CHECK ("ended_on" IS date("ended_on")),
  CHECK ("day_90" IS date("day_90")),
  CHECK ("week_four_from" IS date("week_four_from")),
  CHECK ("week_four_due" IS date("week_four_due"))
) STRICT;

CREATE UNIQUE INDEX "pairing_ref" ON "pairing" ("ref");

CREATE INDEX "pairing_mentor_id" ON "pairing" ("mentor_id");

CREATE INDEX "pairing_by_service_id_started_on" ON "pairing" ("service_id", "started_on");

CREATE INDEX "pairing_by_day_90" ON "pairing" ("day_90");

CREATE INDEX "pairing_by_week_four_due" ON "pairing" ("week_four_due");

CREATE INDEX "pairing_by_started_on_recorded_on" ON "pairing" ("started_on", "recorded_on", "programme", "ended_on", "mentee_id", "service_id", "id");

CREATE INDEX "pairing_by_mentee_id_programme" ON "pairing" ("mentee_id", "programme", "recorded_on");

CREATE TABLE "risk" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "identified_on" TEXT NOT NULL,
  "why" TEXT,
  "recorded_on" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("identified_on" IS date("identified_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "risk_natural" ON "risk" ("staff_id", "identified_on");

CREATE TABLE "targeted_case" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "staff_id" TEXT NOT NULL,
  "risk_identified_on" TEXT NOT NULL,
  "planned_on" TEXT NOT NULL,
  "confidence_score" INTEGER NOT NULL CHECK (confidence_score BETWEEN 1 AND 10),
  "supervision_concerns" INTEGER NOT NULL CHECK (supervision_concerns BETWEEN 0 AND 99),
  "attendance_percent" REAL NOT NULL CHECK (attendance_percent BETWEEN 0 AND 100),
  "at_risk_of_resigning" INTEGER NOT NULL CHECK (at_risk_of_resigning IN (0, 1)),
  "aim" TEXT NOT NULL,
  "aim_by" TEXT,
  "mentor_id" TEXT,
  "recorded_on" TEXT,
  "signed_off_on" TEXT,
  "closed_on" TEXT,
  "close_reason" TEXT CHECK (close_reason IN ('improved', 'left', 'transferred', 'long_term_absence', 'other')),
  "corrected_because" TEXT,
  "stay_notes" TEXT,
  "recorded_by_id" TEXT,
  "service_id" TEXT,
  "plan_due" TEXT,
  FOREIGN KEY ("staff_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("mentor_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  CHECK ("risk_identified_on" IS date("risk_identified_on")),
  CHECK ("planned_on" IS date("planned_on")),
  CHECK ("aim_by" IS date("aim_by")),
  CHECK ("recorded_on" IS date("recorded_on")),
  CHECK ("signed_off_on" IS date("signed_off_on")),
  CHECK ("closed_on" IS date("closed_on")),
  CHECK ("plan_due" IS date("plan_due"))
) STRICT;

CREATE UNIQUE INDEX "targeted_case_ref" ON "targeted_case" ("ref");

CREATE INDEX "targeted_case_staff_id" ON "targeted_case" ("staff_id");

CREATE INDEX "targeted_case_mentor_id" ON "targeted_case" ("mentor_id");

CREATE INDEX "targeted_case_service_id" ON "targeted_case" ("service_id");

CREATE INDEX "targeted_case_by_planned_on" ON "targeted_case" ("planned_on");

CREATE INDEX "targeted_case_by_risk_identified_on" ON "targeted_case" ("risk_identified_on");

CREATE TABLE "goal" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "pairing_id" TEXT NOT NULL,
  "goal" TEXT NOT NULL,
  "set_on" TEXT,
  "target_on" TEXT,
  "achieved_on" TEXT,
  "progress" TEXT,
  FOREIGN KEY ("pairing_id") REFERENCES "pairing" ("id") ON DELETE RESTRICT,
  CHECK ("set_on" IS date("set_on")),
  CHECK ("target_on" IS date("target_on")),
  CHECK ("achieved_on" IS date("achieved_on"))
) STRICT;

CREATE UNIQUE INDEX "goal_ref" ON "goal" ("ref");

CREATE INDEX "goal_pairing_id" ON "goal" ("pairing_id");

CREATE TABLE "session" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "pairing_id" TEXT NOT NULL,
  "held_on" TEXT NOT NULL,
  "confidence_score" INTEGER NOT NULL CHECK (confidence_score BETWEEN 1 AND 10),
  "top_support_issue" TEXT NOT NULL,
  "recorded_on" TEXT,
  "minutes" INTEGER CHECK (minutes BETWEEN 1 AND 600),
  "mode" TEXT CHECK (mode IN ('in_person', 'telephone', 'video')),
  "activities" TEXT,
  "went_well" TEXT,
  "feedback" TEXT,
  "shared_summary" TEXT,
  "private_notes" TEXT,
  "reflection" TEXT,
  "acknowledged_on" TEXT,
  "recorded_by_id" TEXT,
  "record_due" TEXT,
  FOREIGN KEY ("pairing_id") REFERENCES "pairing" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("held_on" IS date("held_on")),
  CHECK ("recorded_on" IS date("recorded_on")),
  CHECK ("acknowledged_on" IS date("acknowledged_on")),
  CHECK ("record_due" IS date("record_due"))
) STRICT;

CREATE UNIQUE INDEX "session_ref" ON "session" ("ref");

CREATE INDEX "session_by_pairing_id_held_on" ON "session" ("pairing_id", "held_on", "ref", "confidence_score", "recorded_on", "record_due");

CREATE INDEX "session_by_held_on_recorded_on" ON "session" ("held_on", "recorded_on", "record_due", "pairing_id");

CREATE TABLE "excusal" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "pairing_id" TEXT NOT NULL,
  "slot" INTEGER NOT NULL CHECK (slot BETWEEN 1 AND 99),
  "reason" TEXT NOT NULL,
  "recorded_on" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("pairing_id") REFERENCES "pairing" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "excusal_natural" ON "excusal" ("pairing_id", "slot");

CREATE TABLE "review" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "pairing_id" TEXT NOT NULL,
  "reviewed_on" TEXT NOT NULL,
  "sessions_completed" INTEGER NOT NULL CHECK (sessions_completed BETWEEN 0 AND 999),
  "training_percent" REAL CHECK (training_percent BETWEEN 0 AND 100),
  "practice_score" INTEGER CHECK (practice_score BETWEEN 0 AND 100),
  "outcome" TEXT CHECK (outcome IN ('on_track', 'extend', 'targeted_support')),
  "comment" TEXT,
  "recorded_on" TEXT,
  "reviewer_id" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("pairing_id") REFERENCES "pairing" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("reviewer_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("reviewed_on" IS date("reviewed_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE INDEX "review_reviewer_id" ON "review" ("reviewer_id");

CREATE UNIQUE INDEX "review_natural" ON "review" ("pairing_id", "reviewed_on", "nth");

CREATE TABLE "action" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "pairing_id" TEXT,
  "case_id" TEXT,
  "need_identified_on" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "owner_id" TEXT NOT NULL,
  "review_on" TEXT NOT NULL,
  "recorded_on" TEXT,
  "completed_on" TEXT,
  "evidence_reference" TEXT,
  "cancelled_on" TEXT,
  "cancel_reason" TEXT,
  "success_looks_like" TEXT,
  "goal_id" TEXT,
  "session_id" TEXT,
  "confirmed_on" TEXT,
  "recorded_by_id" TEXT,
  "record_due" TEXT,
  FOREIGN KEY ("pairing_id") REFERENCES "pairing" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("case_id") REFERENCES "targeted_case" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("goal_id") REFERENCES "goal" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("session_id") REFERENCES "session" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("need_identified_on" IS date("need_identified_on")),
  CHECK ("review_on" IS date("review_on")),
  CHECK ("recorded_on" IS date("recorded_on")),
  CHECK ("completed_on" IS date("completed_on")),
  CHECK ("cancelled_on" IS date("cancelled_on")),
  CHECK ("confirmed_on" IS date("confirmed_on")),
  CHECK ("record_due" IS date("record_due"))
) STRICT;

CREATE UNIQUE INDEX "action_ref" ON "action" ("ref");

CREATE INDEX "action_owner_id" ON "action" ("owner_id");

CREATE INDEX "action_goal_id" ON "action" ("goal_id");

CREATE INDEX "action_session_id" ON "action" ("session_id");

CREATE INDEX "action_by_review_on" ON "action" ("review_on");

CREATE INDEX "action_by_need_identified_on" ON "action" ("need_identified_on");

CREATE INDEX "action_by_pairing_id_recorded_on" ON "action" ("pairing_id", "recorded_on", "completed_on", "cancelled_on", "review_on", "id");

CREATE INDEX "action_by_case_id_recorded_on" ON "action" ("case_id", "recorded_on", "completed_on", "cancelled_on", "review_on", "id");

CREATE TABLE "support_meeting" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "case_id" TEXT NOT NULL,
  "held_on" TEXT NOT NULL,
  "barrier" TEXT NOT NULL,
  "focus_area" TEXT NOT NULL,
  "next_session_on" TEXT NOT NULL,
  "recorded_on" TEXT,
  "private_notes" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("case_id") REFERENCES "targeted_case" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("held_on" IS date("held_on")),
  CHECK ("next_session_on" IS date("next_session_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "support_meeting_natural" ON "support_meeting" ("case_id", "held_on", "nth");

CREATE TABLE "pathway_update" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "case_id" TEXT NOT NULL,
  "shadowing_hours" REAL NOT NULL CHECK (shadowing_hours BETWEEN 0 AND 999),
  "training_module" TEXT NOT NULL,
  "reassessment_on" TEXT NOT NULL,
  "recorded_on" TEXT,
  "shadowing_delivered" REAL CHECK (shadowing_delivered BETWEEN 0 AND 999),
  "reassessment_result" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("case_id") REFERENCES "targeted_case" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("reassessment_on" IS date("reassessment_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "pathway_update_natural" ON "pathway_update" ("case_id", "reassessment_on", "nth");

CREATE TABLE "follow_up" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "case_id" TEXT NOT NULL,
  "followed_up_on" TEXT NOT NULL,
  "status" TEXT NOT NULL CHECK (status IN ('not_started', 'in_progress', 'delivered', 'blocked')),
  "evidence_reference" TEXT,
  "recorded_on" TEXT,
  "note" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("case_id") REFERENCES "targeted_case" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("followed_up_on" IS date("followed_up_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE INDEX "follow_up_by_followed_up_on" ON "follow_up" ("followed_up_on");

CREATE UNIQUE INDEX "follow_up_natural" ON "follow_up" ("case_id", "followed_up_on", "nth");

CREATE TABLE "impact_review" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "case_id" TEXT NOT NULL,
  "reviewed_on" TEXT NOT NULL,
  "confidence_score" INTEGER NOT NULL CHECK (confidence_score BETWEEN 1 AND 10),
  "attendance_percent" REAL NOT NULL CHECK (attendance_percent BETWEEN 0 AND 100),
  "at_risk_of_resigning" INTEGER NOT NULL CHECK (at_risk_of_resigning IN (0, 1)),
  "decision" TEXT NOT NULL CHECK (decision IN ('continue', 'amend', 'close')),
  "reason" TEXT,
  "recorded_on" TEXT,
  "corrected_because" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("case_id") REFERENCES "targeted_case" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("reviewed_on" IS date("reviewed_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "impact_review_natural" ON "impact_review" ("case_id", "reviewed_on", "nth");

CREATE TABLE "strategic_action" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ref" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "approved_on" TEXT NOT NULL,
  "intervention" TEXT NOT NULL,
  "executive_owner_id" TEXT NOT NULL,
  "target_on" TEXT NOT NULL,
  "success_measure" TEXT NOT NULL,
  "service_id" TEXT,
  "completed_on" TEXT,
  "evidence_reference" TEXT,
  "recorded_on" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("executive_owner_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("approved_on" IS date("approved_on")),
  CHECK ("target_on" IS date("target_on")),
  CHECK ("completed_on" IS date("completed_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "strategic_action_ref" ON "strategic_action" ("ref");

CREATE INDEX "strategic_action_executive_owner_id" ON "strategic_action" ("executive_owner_id");

CREATE INDEX "strategic_action_service_id" ON "strategic_action" ("service_id");

CREATE TABLE "executive_review" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "strategic_action_id" TEXT NOT NULL,
  "reviewed_on" TEXT NOT NULL,
  "status" TEXT NOT NULL CHECK (status IN ('not_started', 'on_track', 'at_risk', 'off_track', 'complete')),
  "evidence_reference" TEXT,
  "recorded_on" TEXT,
  "note" TEXT,
  "recorded_by_id" TEXT,
  FOREIGN KEY ("strategic_action_id") REFERENCES "strategic_action" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("reviewed_on" IS date("reviewed_on")),
  CHECK ("recorded_on" IS date("recorded_on"))
) STRICT;

CREATE UNIQUE INDEX "executive_review_natural" ON "executive_review" ("strategic_action_id", "reviewed_on", "nth");

CREATE TABLE "meeting" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "kind" TEXT NOT NULL CHECK (kind IN ('workforce', 'executive', 'board')),
  "held_on" TEXT NOT NULL,
  "called_off" INTEGER CHECK (called_off IN (0, 1)),
  CHECK ("held_on" IS date("held_on"))
) STRICT;

CREATE INDEX "meeting_by_held_on" ON "meeting" ("held_on");

CREATE UNIQUE INDEX "meeting_natural" ON "meeting" ("kind", "held_on");

CREATE TABLE "audit" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "kind" TEXT NOT NULL CHECK (kind IN ('A5', 'C1', 'C2', 'C5')),
  "period" TEXT NOT NULL,
  "service_id" TEXT,
  "signed_on" TEXT NOT NULL,
  "signed_by_id" TEXT,
  "comment" TEXT,
  "board_escalation_status" TEXT CHECK (board_escalation_status IN ('none', 'watch', 'escalated')),
  "figures" TEXT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("signed_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("signed_on" IS date("signed_on"))
) STRICT;

CREATE INDEX "audit_service_id" ON "audit" ("service_id");

CREATE INDEX "audit_signed_by_id" ON "audit" ("signed_by_id");

CREATE INDEX "audit_by_period" ON "audit" ("period");

CREATE UNIQUE INDEX "audit_natural" ON "audit" ("kind", "period", "service_id");

CREATE TABLE "chart_change" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "figure" TEXT NOT NULL CHECK (figure IN ('sessions_on_schedule', 'excused_sessions', 'new_starters_on_schedule', 'session_records_same_day', 'allocations_on_first_day', 'new_starters_without_mentor', 'week_four_reviews_on_time', 'open_action_plans', 'open_actions', 'overdue_actions', 'action_completion', 'retention_90_day', 'retention_90_day_all', 'mentored_retention_90_day', 'active_pairings', 'confidence_movement', 'services_below_threshold', 'cases', 'resignation_risk', 'case_confidence', 'plans_within_three_days', 'follow_ups_on_time', 'impact_reviews_on_time', 'delivered_with_evidence')),
  "service_id" TEXT,
  "from_on" TEXT NOT NULL,
  "explanation" TEXT NOT NULL,
  "recorded_on" TEXT,
  "recorded_by_id" TEXT,
  "withdrawn_on" TEXT,
  "withdraw_reason" TEXT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("recorded_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("from_on" IS date("from_on")),
  CHECK ("recorded_on" IS date("recorded_on")),
  CHECK ("withdrawn_on" IS date("withdrawn_on"))
) STRICT;

CREATE INDEX "chart_change_service_id" ON "chart_change" ("service_id");

CREATE UNIQUE INDEX "chart_change_natural" ON "chart_change" ("figure", "service_id", "from_on", "nth");

CREATE TABLE "raised_escalation" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "revision" INTEGER NOT NULL,
  "reference" TEXT NOT NULL,
  "raised_on" TEXT NOT NULL,
  "service_id" TEXT,
  "gone_on" TEXT,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id") ON DELETE RESTRICT,
  CHECK ("raised_on" IS date("raised_on")),
  CHECK ("gone_on" IS date("gone_on"))
) STRICT;

CREATE INDEX "raised_escalation_service_id" ON "raised_escalation" ("service_id");

CREATE UNIQUE INDEX "raised_escalation_natural" ON "raised_escalation" ("reference", "raised_on");

CREATE TABLE "acknowledgement" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "reference" TEXT NOT NULL,
  "acknowledged_on" TEXT NOT NULL,
  "acknowledged_by_id" TEXT,
  "will_do" TEXT NOT NULL,
  FOREIGN KEY ("acknowledged_by_id") REFERENCES "staff" ("id") ON DELETE RESTRICT,
  CHECK ("acknowledged_on" IS date("acknowledged_on"))
) STRICT;

CREATE INDEX "acknowledgement_acknowledged_by_id" ON "acknowledgement" ("acknowledged_by_id");

CREATE UNIQUE INDEX "acknowledgement_natural" ON "acknowledgement" ("reference", "acknowledged_on", "nth");

CREATE TABLE "slot" (
  "pairing_id" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "service_id" TEXT,
  "opens_on" TEXT NOT NULL,
  "due_on" TEXT NOT NULL,
  "ends_on" TEXT NOT NULL,
  "cycle" INTEGER NOT NULL,
  "known_on" TEXT NOT NULL,
  "answered_on" TEXT,
  "excused_on" TEXT,
  "stopped_on" TEXT,
  PRIMARY KEY ("pairing_id", "number"),
  FOREIGN KEY ("pairing_id") REFERENCES "pairing" ("id") ON DELETE CASCADE,
  FOREIGN KEY ("service_id") REFERENCES "service" ("id"),
  CHECK ("opens_on" IS date("opens_on")),
  CHECK ("due_on" IS date("due_on")),
  CHECK ("ends_on" IS date("ends_on")),
  CHECK ("known_on" IS date("known_on")),
  CHECK ("answered_on" IS date("answered_on")),
  CHECK ("excused_on" IS date("excused_on")),
  CHECK ("stopped_on" IS date("stopped_on"))
) STRICT;

CREATE INDEX "slot_of_service" ON "slot" ("service_id", "due_on", "ends_on", "known_on", "answered_on", "excused_on", "stopped_on", "pairing_id");

CREATE INDEX "slot_by_due" ON "slot" ("due_on", "service_id", "ends_on", "known_on", "answered_on", "excused_on", "stopped_on", "pairing_id");

CREATE TABLE "journal" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "device" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "clock" TEXT NOT NULL,
  "at" TEXT NOT NULL,
  "person" TEXT,
  "verb" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "record" TEXT,
  "revision" INTEGER,
  "changes" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "previous" TEXT NOT NULL,
  "hash" TEXT NOT NULL
) STRICT;

CREATE INDEX "journal_record" ON "journal" ("record");

CREATE UNIQUE INDEX "journal_device_seq" ON "journal" ("device", "seq");

CREATE TABLE "journal_value" (
  "entry_id" TEXT NOT NULL PRIMARY KEY,
  "salt" TEXT NOT NULL,
  "content" TEXT NOT NULL,
  FOREIGN KEY ("entry_id") REFERENCES "journal" ("id")
) STRICT;

CREATE TABLE "keeping" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "value" TEXT NOT NULL
) STRICT;

CREATE TABLE "account" (
  "person_id" TEXT NOT NULL PRIMARY KEY,
  "passphrase" TEXT,
  "pin" TEXT,
  "wrong_tries" INTEGER NOT NULL,
  "wait_until" TEXT,
  "locked_on" TEXT,
  "pin_tries" INTEGER NOT NULL,
  "reset_code" TEXT,
  "reset_until" TEXT,
  "choices" TEXT NOT NULL,
  FOREIGN KEY ("person_id") REFERENCES "staff" ("id")
) STRICT;

CREATE TABLE "account_link" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "person_id" TEXT NOT NULL,
  FOREIGN KEY ("person_id") REFERENCES "staff" ("id")
) STRICT;

CREATE INDEX "account_link_person_id" ON "account_link" ("person_id");

CREATE TABLE "draft" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "person_id" TEXT NOT NULL,
  "form" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "typed" TEXT NOT NULL,
  "saved_at" TEXT NOT NULL,
  FOREIGN KEY ("person_id") REFERENCES "staff" ("id")
) STRICT;

CREATE INDEX "draft_person_id" ON "draft" ("person_id");

CREATE UNIQUE INDEX "draft_person_id_form_subject" ON "draft" ("person_id", "form", "subject");

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_value_no_update BEFORE UPDATE ON journal_value BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER organisation_no_delete BEFORE DELETE ON organisation BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER policy_change_no_delete BEFORE DELETE ON policy_change BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER calendar_day_no_delete BEFORE DELETE ON calendar_day BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER list_word_no_delete BEFORE DELETE ON list_word BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER service_no_delete BEFORE DELETE ON service BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER staff_no_delete BEFORE DELETE ON staff BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER placement_no_delete BEFORE DELETE ON placement BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER mentor_no_delete BEFORE DELETE ON mentor BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER training_no_delete BEFORE DELETE ON training BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER attendance_no_delete BEFORE DELETE ON attendance BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER observation_no_delete BEFORE DELETE ON observation BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER concern_no_delete BEFORE DELETE ON concern BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER pairing_no_delete BEFORE DELETE ON pairing BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER risk_no_delete BEFORE DELETE ON risk BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER targeted_case_no_delete BEFORE DELETE ON targeted_case BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER goal_no_delete BEFORE DELETE ON goal BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER session_no_delete BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER excusal_no_delete BEFORE DELETE ON excusal BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER review_no_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER action_no_delete BEFORE DELETE ON action BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER support_meeting_no_delete BEFORE DELETE ON support_meeting BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER pathway_update_no_delete BEFORE DELETE ON pathway_update BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER follow_up_no_delete BEFORE DELETE ON follow_up BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER impact_review_no_delete BEFORE DELETE ON impact_review BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER strategic_action_no_delete BEFORE DELETE ON strategic_action BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER executive_review_no_delete BEFORE DELETE ON executive_review BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER meeting_no_delete BEFORE DELETE ON meeting BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER chart_change_no_delete BEFORE DELETE ON chart_change BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER raised_escalation_no_delete BEFORE DELETE ON raised_escalation BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TRIGGER acknowledgement_no_delete BEFORE DELETE ON acknowledgement BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
