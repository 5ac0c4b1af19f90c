"""The pages of those involved, of the talks, and of the investigation."""

from cases.models import Case, TrustedAdult
from config.demo.places import Municipality


def voices_screens(made: Municipality):
    """Who opens it, its name, its address and what that takes."""
    followed = Case.objects.get(unit=made.places["fjellet"], state="follow_up")
    row = followed.involvements.get(role="exposed")
    trusted = TrustedAdult.objects.get(case=followed)
    at = (followed.pk, row.pk)
    pages = {
        "people": ("people", followed.pk),
        "people-add": ("add_involved", followed.pk),
        "people-add-errors": ("add_involved", followed.pk),
        "people-role": ("change_role", *at),
        "people-end": ("end_involvement", *at),
        "people-hearing": ("record_hearing", *at),
        "people-hearing-errors": ("record_hearing", *at),
        "people-guardians": ("record_guardian_contact", *at),
        "people-guardians-errors": ("record_guardian_contact", *at),
        "people-trusted": ("name_trusted_adult", *at),
        "people-trusted-change": ("change_trusted_adult", trusted.pk),
        "investigation": ("investigation", followed.pk),
        "investigation-write": ("write_investigation", followed.pk),
        "best-interests-write": ("write_best_interests", followed.pk),
    }
    for name, (url, *arguments) in pages.items():
        yield "rektor", name, f"cases:{url}", *arguments
    yield "rektor", "best-interests", "overview:best_interests", followed.pk
    for name, url in {"talk": "record_talk", "talk-errors": "record_talk", "talk-move": "move_talk",
                      "talk-away": "note_away"}.items():  # fmt: skip
        yield "laerer", name, f"cases:{url}", trusted.pk
    yield from _elsewhere(made)


def _elsewhere(made: Municipality):
    online = Case.objects.get(unit=made.places["elva"], state="investigating")
    described = online.involvements.get(pupil=None, ends_on=None, group_size=None)
    yield "rektor.elva", "people-online", "cases:people", online.pk
    yield "rektor.elva", "people-name", "cases:name_involved", online.pk, described.pk
    child = Case.objects.get(unit=made.places["blaaklokka"])
    row = child.involvements.get(role="exposed")
    yield "styrer", "kindergarten-people", "cases:people", child.pk
    yield "styrer", "kindergarten-hearing", "cases:record_hearing", child.pk, row.pk
    yield "styrer", "kindergarten-investigation", "cases:investigation", child.pk
