"""The pages about who sees a case and what the owner is told, and the digital track."""

from cases.models import Case, CaseAccess, OwnerNotice

# A press on a button, and what is no page: a file, and a picture.
NO_PAGE = {
    "cases:end_access", "cases:send_again", "cases:receive_notice", "cases:confirm_exclusion",
    "cases:return_phone", "cases:download", "cases:picture",
}  # fmt: skip


def seeing_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    waits = CaseAccess.objects.to_answer().get()
    case, staff = waits.case, Case.objects.get(is_about_leader=True)
    concerned = staff.staff_concerned.get()
    notice = OwnerNotice.objects.filter(kind="serious").first()
    online = notice.case
    file = online.attachments.get()
    yield "rektor", "access", "cases:access", case.pk
    yield "rektor", "access-read", "cases:grant", case.pk
    yield "rektor", "access-close", "cases:exclude", case.pk
    yield "rektor", "access-close-errors", "cases:exclude", case.pk
    yield "rektor", "hand-over", "cases:hand_over", case.pk
    yield "rektor", "about-staff", "cases:about_staff", case.pk
    yield "rektor", "serious", "cases:serious", case.pk
    yield "eier", "access-owner", "cases:access", staff.pk
    yield "eier", "access-part", "cases:take_part", staff.pk
    yield "eier", "hand-back", "cases:hand_back", staff.pk
    yield "eier", "staff-new", "cases:add_staff", staff.pk
    yield "eier", "staff-informed", "cases:staff_informed", staff.pk, concerned.pk
    yield "eier", "staff-heard", "cases:staff_heard", staff.pk, concerned.pk
    yield "eier", "exclusion-lift", "cases:lift_exclusion", waits.pk
    yield "rektor.elva", "not-serious", "cases:not_serious", online.pk
    yield "rektor.elva", "notice-told", "cases:note_told", online.pk, notice.pk
    yield "rektor.elva", "digital", "cases:digital", online.pk
    yield "rektor.elva", "digital-question", "cases:before_file", online.pk
    yield "rektor.elva", "digital-words", "cases:add_digital", online.pk, "words"
    yield "rektor.elva", "digital-evidence", "cases:add_digital", online.pk, "evidence"
    yield "rektor.elva", "file-away", "cases:remove_file", online.pk, file.pk
    yield "rektor.elva", "phone", "cases:new_phone", online.pk
