from cases.actions.access import end_access, grant_access, let_ppt_help, let_take_part
from cases.actions.alerts import ask_ppt_for_contact, narrow_alerts_of_protected
from cases.actions.answers import AnsweredThatDay, record_look, record_safety
from cases.actions.authorities import (
    add_letter,
    add_ordered_act,
    end_county_case,
    note_decision,
    open_county_case,
    report_act_done,
)
from cases.actions.changing import change_school, take_back_change_of_school
from cases.actions.closing import close_case, extend_follow_up, reopen_case
from cases.actions.concerns import add_concern, tell_elsewhere
from cases.actions.correcting import RightAnswer, correct_safety
from cases.actions.digital import add_attachment, record_evidence, remove_attachment
from cases.actions.drafts import (
    DraftIsGone,
    SavedElsewhere,
    drop_draft,
    drop_outlived_drafts,
    open_draft,
    put_draft_into_case,
    save_draft,
    start_draft,
)
from cases.actions.exclusion import confirm_exclusion, exclude_person, lift_exclusion
from cases.actions.facts import withdraw_entry, write_entry
from cases.actions.family import record_guardian_contact, write_best_interests
from cases.actions.handovers import (
    change_summer_contact,
    check_in_after_summer,
    hand_over_for_summer,
    write_class_division,
)
from cases.actions.holding import (
    hand_back_case,
    hand_case_to_owner,
    move_cases_of_excluded_leaders,
)
from cases.actions.holds import end_hold, set_hold
from cases.actions.investigation import Superseded, write_investigation
from cases.actions.involvements import (
    add_involvement,
    change_role,
    end_involvement,
    name_involved,
    rename_described,
)
from cases.actions.needs import note_need_met
from cases.actions.opened import (
    ask_ppt_for_help,
    open_to_ppt,
    withdraw_opening,
)
from cases.actions.opening import open_case
from cases.actions.owner import (
    mark_not_serious,
    mark_serious,
    note_owner_told,
    receive_notice,
    tell_owner,
    tell_owner_again,
)
from cases.actions.phones import hand_in_phone, return_phone
from cases.actions.ppt_answers import receive_ppt_answer
from cases.actions.prints import Edition, note_printing
from cases.actions.raised import record_raised
from cases.actions.reminding import (
    tell_due_handovers,
    tell_due_talks,
    tell_ppt_answers,
    tell_unanswered_alerts,
    tell_what_is_left_at_owner,
)
from cases.actions.staff import (
    add_staff_concerned,
    mark_about_staff,
    note_staff_heard,
    note_staff_informed,
)
from cases.actions.steps import follow_up_case, investigate_case, monitor_case, void_case
from cases.actions.trust import (
    change_trusted_adult,
    move_talk,
    name_trusted_adult,
    note_away,
    record_talk,
    recount_talks,
)
from cases.actions.unsafe import say_what_is_done
from cases.actions.voices import record_hearing

__all__ = [
    "AnsweredThatDay",
    "DraftIsGone",
    "Edition",
    "RightAnswer",
    "SavedElsewhere",
    "Superseded",
    "add_attachment",
    "add_concern",
    "add_involvement",
    "add_letter",
    "add_ordered_act",
    "add_staff_concerned",
    "ask_ppt_for_contact",
    "ask_ppt_for_help",
    "change_role",
    "change_school",
    "change_summer_contact",
    "change_trusted_adult",
    "check_in_after_summer",
    "close_case",
    "confirm_exclusion",
    "drop_draft",
    "drop_outlived_drafts",
    "correct_safety",
    "end_access",
    "end_county_case",
    "end_hold",
    "end_involvement",
    "exclude_person",
    "extend_follow_up",
    "follow_up_case",
    "grant_access",
    "hand_back_case",
    "hand_case_to_owner",
    "hand_in_phone",
    "hand_over_for_summer",
    "investigate_case",
    "let_ppt_help",
    "let_take_part",
    "lift_exclusion",
    "mark_about_staff",
    "mark_not_serious",
    "mark_serious",
    "monitor_case",
    "move_cases_of_excluded_leaders",
    "move_talk",
    "name_involved",
    "name_trusted_adult",
    "note_away",
    "narrow_alerts_of_protected",
    "note_decision",
    "note_need_met",
    "note_owner_told",
    "note_printing",
    "note_staff_heard",
    "note_staff_informed",
    "open_case",
    "open_county_case",
    "open_draft",
    "open_to_ppt",
    "put_draft_into_case",
    "receive_notice",
    "receive_ppt_answer",
    "record_evidence",
    "record_guardian_contact",
    "record_hearing",
    "record_look",
    "say_what_is_done",
    "record_raised",
    "record_safety",
    "record_talk",
    "recount_talks",
    "remove_attachment",
    "rename_described",
    "reopen_case",
    "report_act_done",
    "return_phone",
    "save_draft",
    "set_hold",
    "start_draft",
    "tell_due_handovers",
    "take_back_change_of_school",
    "tell_due_talks",
    "tell_elsewhere",
    "tell_ppt_answers",
    "tell_unanswered_alerts",
    "tell_what_is_left_at_owner",
    "tell_owner",
    "tell_owner_again",
    "void_case",
    "withdraw_entry",
    "withdraw_opening",
    "write_best_interests",
    "write_class_division",
    "write_entry",
    "write_investigation",
]
