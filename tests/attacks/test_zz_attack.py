import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseConcern, Entry, Handover, Involvement, LegalHold
from concerns.models import Concern
from evaluations.models import CaseReview, Evaluation, SharedEvaluation
from measures.models import Decision, Measure, MeasureEntry, PlanReference, SetAside, SharedMeasure, Plan
from organisations.models import Absence, Membership
from organisations.roles import Role
from tests.access import table, world
from tests.attacks.browsers import browser
from tests.attacks.pages import forms_of
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory, SharedMeasureFactory, ConcernedFactory
from tests.factories.organisations import AbsenceFactory, MembershipFactory, member
from tests.factories.pupils import PupilFactory


def say(*what):
    with open("/tmp/rev_attack/out3.txt", "a") as out:
        print(*what, file=out)


def text(response):
    return response.content.decode()


def errors(response):
    import re
    html = text(response)
    found = re.findall(r'error-summary.*?</div>', html, re.S)
    found += re.findall(r'ds-alert"[^>]*>(.*?)</p>', html, re.S)
    out = " | ".join(" ".join(re.sub("<[^>]+>", " ", one).split()) for one in found)
    return out.replace('error-summary" tabindex="-1" autofocus role="group" aria-labelledby="main-form-errors"> For å gå videre må du rette opp følgende feil', "ERR:")[:300]


def fill(hand, path, **over):
    page = hand.get(path)
    if page.status_code != 200:
        return page, {}
    found = [one for one in forms_of(path, text(page)) if path.endswith(one.action) or one.action == path]
    found = found or forms_of(path, text(page))
    if not found:
        return page, {}
    form = max(found, key=lambda one: len(one.fields))
    data = {}
    for name, values in form.fields.items():
        if not values or values == [""]:
            opts = [o for o in form.options.get(name, []) if o]
            data[name] = opts[0] if opts else "Tekst." if not name.endswith("_on") else ""
        else:
            data[name] = values if len(values) != 1 else values[0]
    return page, data | over


def dmy(day):
    return day.strftime("%d.%m.%Y")


@pytest.fixture
def built(db):
    return world.build()



def send_change(hand, case, inv, unit, **more):
    f = {"what": "HEMMELIGSENDT trenger oppfølging.", "reason": "Fordi.", "ground_by": "Mor", "ground_on": dmy(timezone.localdate()), "token": str(uuid.uuid4())} | more
    return hand.post(f"/cases/{case.pk}/change-of-school/{inv.pk}/{unit.pk}/", f)


@pytest.mark.django_db
def test_taken_back(built):
    here, there, things = built.here, built.there, built.things
    hand, rec = browser(here.principal), browser(there.principal)
    say("sent", send_change(hand, things["case"], things["involvement"], there.school).status_code)
    c = Concern.objects.get(from_unit=here.school, unit=there.school)
    told = CaseConcern.objects.get(concern=c)
    r = rec.get(f"/cases/new/{there.school.pk}/?concern={c.pk}")
    draft = r.get("Location", "")
    say("draft begun", r.status_code, draft)
    p = rec.get(f"/cases/concerns/{c.pk}/add/")
    say("take back", hand.post(f"/cases/{things['case'].pk}/concerns/{told.pk}/take-back/").status_code, Concern.objects.get(pk=c.pk).state)
    say("receiver: detail", rec.get(f"/concerns/{c.pk}/").status_code, "list", world.PUPIL_MARKER in text(rec.get("/concerns/")))
    for step in (1, 2, 3):
        r = rec.get(draft.removesuffix("1/") + f"{step}/")
        say("receiver: draft step", step, r.status_code, "text:", "HEMMELIGSENDT" in text(r), "name:", world.PUPIL_MARKER in text(r))
    base = draft.removesuffix("1/")
    say("receiver: list of drafts on My day", "HEMMELIGSENDT" in text(rec.get("/today/")), world.PUPIL_MARKER in text(rec.get("/today/")))
    r = rec.post(base + "confirm/", {}, follow=True)
    say("receiver: confirm", r.status_code, errors(r))
    box = text(rec.get("/messages/"))
    from notifications.models import Message
    m = Message.objects.filter(person=there.principal, thing_id=c.pk, channel="inbox").first()
    say("receiver: message", bool(m), m and rec.get(f"/messages/{m.pk}/").status_code)
    say("receiver: others", [browser(x).get(f"/concerns/{c.pk}/").status_code for x in (there.deputy, there.teacher, there.owner_adviser)])


@pytest.mark.django_db
def test_third(built):
    here, things = built.here, built.things
    hand, today = browser(here.principal), timezone.localdate()
    case = things["case"]
    # minutes typed when the case has ended meanwhile
    page, f = fill(hand, f"/evaluations/case/{case.pk}/minutes/")
    with transaction.atomic():
        LegalHold.objects.update(ended_at=timezone.now(), ended_by=here.principal, ended_reason="x")
        Case.objects.filter(pk=case.pk).update(state="closed", ended_reason="x")
        r = hand.post(f"/evaluations/case/{case.pk}/minutes/", f | {"decided": "MITT LANGE REFERAT"}, follow=True)
        say("MINUTES of an ended case: text still on the page:", "MITT LANGE REFERAT" in text(r), Entry.objects.filter(text__contains="MITT LANGE").count(), errors(r))
        page = hand.get(f"/evaluations/case/{case.pk}/minutes/", follow=True)
        say("   and when opened again:", "MITT LANGE REFERAT" in text(page))
        transaction.set_rollback(True)
    # meeting and sitting and others when ended
    for path, more in ((f"/evaluations/case/{case.pk}/meeting/", {}), (f"/evaluations/case/{case.pk}/", {})):
        page, f = fill(hand, path)
        pre = str(things["measure"].pk)
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(state="closed", ended_reason="x")
            r = hand.post(path, f | {f"{pre}-effect": "yes", f"{pre}-next": "continue", f"{pre}-note": "MITT NOTAT"})
            say("SITTING of an ended case", path[-12:], r.status_code, "MITT NOTAT" in text(r), errors(r)[:100])
            transaction.set_rollback(True)
    # ends_on into the past
    m = things["measure"]
    from measures.models import Succession
    Succession.objects.all().delete()
    page, f = fill(hand, f"/cases/measures/{m.pk}/change/")
    with transaction.atomic():
        r = hand.post(f"/cases/measures/{m.pk}/change/", f | {"library_key": "", "deputy": "", "ends_on": dmy(today - timedelta(days=1)), "exposed_agreed_on": "", "violating_agreed_on": "", "decided_on": ""})
        say("ENDS in the past", r.status_code, errors(r))
        r = hand.post(f"/cases/measures/{m.pk}/stop/", {"reason": ""})
        say("  then stopped without a reason", r.status_code, errors(r), Measure.objects.get(pk=m.pk).state, repr(Measure.objects.get(pk=m.pk).ended_reason))
        transaction.set_rollback(True)
    # B: plan carried out and stopped, role ended by the product itself, never answered: in A's picture?
    b = InvolvementFactory(case=case, pupil=PupilFactory(unit=here.school, name="ANDREBARN Bakke"), starts_on=today)
    plan = PlanFactory(case=case, about=b, problem="B")
    mb = MeasureFactory(plan=plan, title="TILTAKFORB", responsible=here.teacher, state="running", starts_on=today - timedelta(days=7), evaluate_on=today)
    from tests.factories.evaluations import EvaluationFactory
    EvaluationFactory(measure=mb, due_on=today - timedelta(days=1), note="NOTATB")
    path = f"/cases/{case.pk}/development/"
    say("DEV with both", [text(hand.get(path)).count("TILTAKFORB")])
    say("  stop", hand.post(f"/cases/measures/{mb.pk}/stop/", {"reason": "Ferdig."}).status_code)
    r = hand.post(f"/cases/{case.pk}/people/{b.pk}/end/", {"on": dmy(today)})
    say("  end role", r.status_code, errors(r), Involvement.objects.get(pk=b.pk).ends_on)
    page = text(hand.get(path))
    say("DEV after: B's measure on the page", page.count("TILTAKFORB"), "pictures:", page.count("<svg"), "B named:", "ANDREBARN" in page)
    # named as violating in A's plan, then exposed: through the product
    v = InvolvementFactory(case=case, pupil=PupilFactory(unit=here.school, name="TREDJEBARN Bakke"), role="violating", starts_on=today)
    ConcernedFactory(measure=m, involvement=v)
    page, f = fill(hand, f"/cases/{case.pk}/people/{v.pk}/role/")
    r = hand.post(f"/cases/{case.pk}/people/{v.pk}/role/", f | {"role": "exposed", "on": dmy(today), "manner": ""})
    say("ROLE to exposed", r.status_code, errors(r), list(Involvement.objects.filter(pupil=v.pupil).values_list("role", "ends_on")))
    for p in (f"/cases/measures/{m.pk}/", f"/cases/plans/{things['plan'].pk}/versions/compare/"):
        say("  named on a page of A's plan", p[-40:], "TREDJEBARN" in text(hand.get(p)))
    # who is offered at a meeting of a case that passes the leaders by
    both = here.owner_adviser
    MembershipFactory(person=both, organisation=here.school, role=Role.STAFF)
    Case.objects.filter(pk=case.pk).update(held_by=here.owner, is_about_leader=True, is_about_staff=True)
    other = member(Role.OWNER_ADVISER, here.owner)
    h = browser(other)
    r = h.get(f"/evaluations/case/{case.pk}/minutes/")
    say("MEETING passes by: other adviser", r.status_code, "blocked adviser offered:", both.name in text(r), "he sees the case:", browser(both).get(f"/cases/{case.pk}/").status_code)
    page, f = fill(h, f"/evaluations/case/{case.pk}/minutes/")
    r = h.post(f"/evaluations/case/{case.pk}/minutes/", f | {"people": [str(both.pk)], "decided": "x y"})
    say("   taken", r.status_code)


@pytest.mark.django_db
def test_excluded_chooses(built):
    """An excluded deputy, who keeps the absences, chooses who sees the measures of the case."""
    here, things, out = built.here, built.things, built.viewers["excluded"]
    Absence.objects.all().delete()
    hand, today = browser(out), timezone.localdate()
    friend = here.other_teacher
    before = browser(friend).get(f"/cases/measures/{things['measure'].pk}/").status_code
    r = hand.post(f"/organisations/absences/{here.school.pk}/new/", {"person": str(here.teacher.pk), "starts_on": dmy(today), "ends_on": "", "substitute": str(friend.pk), "token": str(uuid.uuid4())})
    page = browser(friend).get(f"/cases/measures/{things['measure'].pk}/")
    say("EXCLUDED deputy names a stand-in:", before, r.status_code, page.status_code, world.MARKER in text(page))
    # the teacher who is not away at all goes on
    say("   the teacher is not told:", here.teacher.messages.count() if hasattr(here.teacher, "messages") else "?")
    from audit.models import Event
    e = Event.objects.filter(name__startswith="absence.").last()
    say("   log:", e and (e.name, e.data))
