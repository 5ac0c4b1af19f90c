"""Twenty identical posts at the same moment: one of each thing, and never a 500."""

import uuid

import pytest
from django.utils import timezone

from cases.models import (
    BestInterests,
    Entry,
    GuardianContact,
    Hearing,
    Investigation,
    Involvement,
    TrustedAdult,
)
from tests.access import world
from tests.attacks.test_parallel import at_once, events
from tests.factories.cases import InvolvementFactory
from tests.factories.pupils import GuardianFactory, PupilFactory

pytestmark = pytest.mark.django_db(transaction=True)

TWENTY = 20


@pytest.fixture
def built(transactional_db):
    return world.build()


@pytest.fixture
def today():
    return timezone.localdate().strftime("%d.%m.%Y")


def send(built, path, fields):
    """All are taken: the first makes it, the others find it."""
    case = built.things["case"]
    answers = at_once(
        [built.here.principal] * TWENTY, f"/cases/{path.format(case=case.pk)}", fields
    )
    assert answers == [302] * TWENTY


def token():
    return str(uuid.uuid4())


def test_somebody_added(built, today):
    pupil = PupilFactory(unit=built.here.school)
    fields = {"pupils": [str(pupil.pk)], "described": "en til", "role": "unclear", "manner": "",
              "starts_on": today, "token": token()}  # fmt: skip
    send(built, "{case}/people/add/", fields)
    assert Involvement.objects.filter(form_token__isnull=False).count() == 2
    assert events("involvement.added").count() == 2


def test_a_role_changed_and_a_name(built, today):
    row = InvolvementFactory(
        case=built.things["case"], pupil=None, described="noen", role="unclear",
        starts_on=timezone.localdate(),
    )  # fmt: skip
    at = "{case}/people/%s/%s/"
    send(built, at % (row.pk, "role"), {"role": "violating", "manner": "", "on": today})
    new = Involvement.objects.get(continues=row)
    pupil = PupilFactory(unit=built.here.school)
    send(built, at % (new.pk, "name"), {"pupil": str(pupil.pk), "on": today})
    send(built, at % (new.pk, "end"), {"on": today})
    for name in ("involvement.role_changed", "involvement.named", "involvement.ended"):
        assert (name, events(name).count()) == (name, 1)


def test_a_hearing_and_a_guardian_who_was_told(built, today):
    row = built.things["involvement"]
    hearing = {"outcome": "held", "heard_on": today, "heard_by": "Anne", "how": "talk",
               "own_words": "Nye ord.", "token": token()}  # fmt: skip
    send(built, f"{{case}}/people/{row.pk}/hearing/", hearing)
    assert Hearing.objects.filter(own_words="Nye ord.").count() == 1
    guardian = GuardianFactory(pupil=row.pupil)
    contact = {"guardian": str(guardian.pk), "told_on": today, "how": "telephone",
               "what": "Nytt.", "token": token()}  # fmt: skip
    send(built, f"{{case}}/people/{row.pk}/guardians/", contact)
    assert GuardianContact.objects.filter(told="Nytt.").count() == 1


def test_a_trusted_adult_and_a_talk(built, today):
    row = InvolvementFactory(case=built.things["case"], starts_on=timezone.localdate())
    fields = {"adult": str(built.here.teacher.pk), "chosen_by_pupil": "yes", "talk_on": today}
    send(built, f"{{case}}/people/{row.pk}/trusted-adult/", fields)
    trusted = TrustedAdult.objects.get(involvement=row)
    talk = {"talked_on": today, "text": "Vi snakket lenge.", "token": token()}
    send(built, f"talks/{trusted.pk}/", talk)
    assert Entry.objects.filter(text="Vi snakket lenge.").count() == 1


def test_an_investigation_and_an_assessment(built):
    standing = Investigation.objects.get()
    fields = {"methods": ["talks"], "showed": "Nytt.", "seen": str(standing.pk), "token": token()}
    send(built, "{case}/investigation/write/", fields)
    assert Investigation.objects.filter(showed="Nytt.").count() == 1
    fields = {"occasion": "closing", "text": "Nytt.", "token": token()}
    send(built, "{case}/best-interests/new/", fields)
    assert BestInterests.objects.filter(text="Nytt.").count() == 1
