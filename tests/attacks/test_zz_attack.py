"""Attacks of one evening. Each probe prints what happened; nothing is asserted but that it ran."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseAccess, CaseConcern, Handover, Involvement
from concerns.models import Concern
from evaluations.models import Evaluation
from measures.models import Measure, SharedMeasure
from notifications.models import Message
from organisations.models import Absence, Membership
from tests.access import table, world
from tests.attacks.browsers import browser
from tests.attacks.pages import forms_of
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory, PlanFactory, SharedMeasureFactory
from tests.factories.organisations import AbsenceFactory, MembershipFactory, member
from tests.factories.pupils import PupilFactory
from organisations.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(db):
    return world.build()


def say(*what):
    with open("/tmp/rev_attack/out.txt", "a") as out:
        print(*what, file=out)


def text(response):
    return response.content.decode()


def errors(response):
    import re
    html = text(response)
    found = re.findall(r'class="ds-error-summary.*?</div>', html, re.S)
    found += re.findall(r'ds-alert"[^>]*>(.*?)</p>', html, re.S)
    return " | ".join(" ".join(re.sub("<[^>]+>", " ", one).split()) for one in found)[:400]


def fill(hand, path, number=None, **over):
    """The form of the page that posts to the path itself, with what it holds."""
    page = hand.get(path)
    if page.status_code != 200:
        return page, {}
    found = [one for one in forms_of(path, text(page)) if one.action in (path, "") or path.endswith(one.action)]
    found = found or forms_of(path, text(page))
    form = max(found, key=lambda one: len(one.fields))
    data = {name: values if len(values) != 1 else values[0] for name, values in form.fields.items()}
    return page, data | over


def try_(name):
    def deco(f):
        return f
    return deco


def dmy(day):
    return day.strftime("%d.%m.%Y")


def test_absence(built):
    here = built.here
    hand = browser(here.principal)
    today = timezone.localdate()
    path = f"/organisations/absences/{here.school.pk}/new/"
    def fields(**more):
        return {"person": str(here.other_teacher.pk), "starts_on": dmy(today), "ends_on": "", "substitute": "", "token": str(uuid.uuid4())} | more
    one = fields()
    say("ABS note", hand.post(path, one).status_code)
    row = Absence.objects.get(person=here.other_teacher)
    # resend with other substitute
    r = hand.post(path, one | {"substitute": str(here.deputy.pk), "ends_on": dmy(today + timedelta(days=5))}, follow=True)
    row.refresh_from_db()
    say("ABS resend other substitute:", r.status_code, errors(r), "stored:", row.substitute, row.ends_on)
    say("ABS end", hand.post(f"/organisations/absences/{here.school.pk}/{row.pk}/end/").status_code)
    with transaction.atomic():
        r = hand.post(path, fields())
        say("ABS note again the same first day:", r.status_code, errors(r))
        transaction.set_rollback(True)
    # future, taken back, again
    later = dmy(today + timedelta(days=30))
    hand.post(path, fields(starts_on=later, person=str(here.case_worker.pk)))
    row = Absence.objects.get(person=here.case_worker)
    hand.post(f"/organisations/absences/{here.school.pk}/{row.pk}/end/")
    with transaction.atomic():
        r = hand.post(path, fields(starts_on=later, person=str(here.case_worker.pk)))
        say("ABS future taken back, again:", r.status_code, errors(r))
        transaction.set_rollback(True)
    for more in (
        {"substitute": str(built.there.teacher.pk)}, {"person": str(built.there.teacher.pk)},
        {"substitute": str(here.other_teacher.pk)}, {"person": "x" * 300}, {"person": "\x00"},
        {"starts_on": "31.12.9999"}, {"starts_on": "01.01.0001"}, {"starts_on": "29.02.2027"},
        {"starts_on": "uke 53"}, {"starts_on": "53"}, {"ends_on": "31.12.9999"}, {"ends_on": "29.02.2028"},
        {"starts_on": "9" * 200000}, {"token": "\x00"}, {"token": "x"},
    ):
        with transaction.atomic():
            r = hand.post(path, fields(person=str(here.deputy.pk), **{k: v for k, v in more.items()}) if "person" not in more else fields(**more))
            say("ABS", str(more)[:60], r.status_code, errors(r)[:160])
            transaction.set_rollback(True)
    # self-service: school administrator with a staff role names herself for the teacher
    admin = here.school_administrator
    MembershipFactory(person=admin, organisation=here.school, role=Role.STAFF)
    Absence.objects.all().delete()
    me = browser(admin)
    m = built.things["measure"]
    before = me.get(f"/cases/measures/{m.pk}/").status_code
    r = me.post(path, fields(person=str(here.teacher.pk), substitute=str(admin.pk)))
    page = me.get(f"/cases/measures/{m.pk}/")
    say("ABS admin+staff stands in for teacher by own hand:", before, r.status_code, page.status_code, world.PUPIL_MARKER in text(page))


def test_resend(built):
    here, things = built.here, built.things
    hand = browser(here.principal)
    Absence.objects.all().delete()
    # a measure
    starts = timezone.localdate() + timedelta(days=7)
    path = f"/cases/plans/{things['plan'].pk}/measures/new/"
    f = {"title": "Nytt", "why": "Fordi.", "target_groups": "exposed", "level": "individual",
         "responsible": str(here.teacher.pk), "starts_on": dmy(starts), "evaluation": "usual", "token": str(uuid.uuid4())}
    r1 = hand.post(path, f)
    r2 = hand.post(path, f | {"responsible": str(here.deputy.pk), "starts_on": dmy(starts + timedelta(days=14))}, follow=True)
    m = Measure.objects.get(title="Nytt")
    say("RESEND measure other who/date:", r1.status_code, r2.status_code, errors(r2)[:200], "stored", m.responsible, m.starts_on)
    # shared
    path = f"/school/measures/new/{here.school.pk}/"
    f = {"title": "FellesNytt", "how": "x1", "target_groups": "class", "responsible": str(here.teacher.pk),
         "starts_on": dmy(starts), "token": str(uuid.uuid4())}
    r1 = hand.post(path, f)
    r2 = hand.post(path, f | {"responsible": str(here.deputy.pk), "target_groups": "parents"}, follow=True)
    s = SharedMeasure.objects.get(title="FellesNytt")
    say("RESEND shared other who/groups:", r1.status_code, r2.status_code, errors(r2)[:200], "stored", s.responsible, s.target_groups)
    # share
    pk = things["for_class"].pk
    path = f"/cases/measures/{pk}/share/"
    f = {"title": "DeltA", "how": "slik", "group": "", "no_names": "on", "token": str(uuid.uuid4())}
    r1 = hand.post(path, f)
    r2 = hand.post(path, f | {"title": "DeltB uten navn", "how": "helt annet"}, follow=True)
    say("RESEND share other title:", r1.status_code, r2.status_code, errors(r2)[:200], list(SharedMeasure.objects.filter(title__startswith="Delt").values_list("title", "how")))
    # package
    plan = PlanFactory(case=CaseFactory(unit=here.school))
    from measures import library
    key = next(k for k, p in library.packages().items() if "school" in p.places)
    path = f"/cases/plans/{plan.pk}/packages/{key}/"
    f = {"responsible": str(here.teacher.pk), "token": str(uuid.uuid4())}
    r1 = hand.post(path, f)
    r2 = hand.post(path, f | {"responsible": str(here.deputy.pk)}, follow=True)
    say("RESEND package other who:", r1.status_code, r2.status_code, errors(r2)[:200], set(plan.measures.values_list("responsible__name", flat=True)), plan.measures.count())
    # one of them stopped and resend: nothing new
    for bad in ("nope", "x" * 300, "..%2f", "%00"):
        say("PACKAGE key", bad[:10], hand.post(f"/cases/plans/{plan.pk}/packages/{bad}/", f).status_code)
    # minutes
    case = things["case"]
    path = f"/evaluations/case/{case.pk}/minutes/"
    page, f = fill(hand, path)
    say("MINUTES page", page.status_code, {k: v for k, v in f.items() if k != "csrfmiddlewaretoken"})
    today = timezone.localdate()
    f = {"happened_on": dmy(today), "people": [str(here.principal.pk)], "others": "", "decided": "Vi gjør mer.", "token": str(uuid.uuid4())}
    r1 = hand.post(path, f)
    r2 = hand.post(path, f | {"happened_on": dmy(today - timedelta(days=3)), "evaluated": [str(things["measure"].pk)]}, follow=True)
    from cases.models import Entry
    say("RESEND minutes other day/evaluated:", r1.status_code, r2.status_code, errors(r2)[:200], list(Entry.objects.filter(text__contains="Vi gjør mer").values_list("happened_on", "evaluated")))
    for more in ({"people": [str(built.there.principal.pk)]}, {"people": [str(built.viewers["excluded"].pk)]},
                 {"people": [str(built.viewers["excluded_teacher"].pk)]},
                 {"evaluated": [str(uuid.uuid4())]}, {"evaluated": [str(things["planned"].pk)]},
                 {"happened_on": "1.1.1999"}, {"happened_on": dmy(today - timedelta(days=300))}, {"decided": "x" * 10000}, {"decided": "x" * 200000}, {"others": "a\nb" * 300},
                 {"decided": "\u202eabc"}, {"others": "=1+1<b>"}, {"people": []}, {"decided": "\x00"}):
        with transaction.atomic():
            r = hand.post(path, f | {"token": str(uuid.uuid4())} | more)
            say("MINUTES", str(more)[:60], r.status_code, errors(r)[:160])
            transaction.set_rollback(True)


def test_leaks(built):
    here, things, viewers = built.here, built.things, built.viewers
    # decisions on the measure page for the teacher
    m = things["without_effect"]
    page = text(browser(here.teacher).get(f"/cases/measures/{m.pk}/"))
    say("LEAK decision text shown to teacher:", f"{world.MARKER} fordi" in page)
    # ppt helper
    CaseAccessFactory(case=things["case"], person=here.ppt_adviser, kind="takes_part", ground="consent", reason="x")
    Measure.objects.filter(pk=m.pk).update(deputy=here.ppt_adviser)
    ppt = browser(here.ppt_adviser)
    r = ppt.get(f"/cases/measures/{m.pk}/")
    say("LEAK decision text shown to PPT helper:", r.status_code, f"{world.MARKER} fordi" in text(r))
    r = ppt.get(f"/evaluations/{things['measure'].pk}/")
    say("PPT helper other measure evaluate", r.status_code)
    r = ppt.get(f"/evaluations/case/{things['case'].pk}/")
    say("PPT helper sitting", r.status_code, [w for w in (f"{world.MARKER} tiltak", f"{world.MARKER} uten virkning") if w in text(r)])
    for name in ("overview:case", "measures:plan", "cases:people", "cases:handovers", "overview:development"):
        kw = {"case": things["case"].pk} if name == "measures:plan" else {"pk": things["case"].pk}
        say("PPT helper", name, ppt.get(reverse(name, kwargs=kw)).status_code)
    for path in ("/today/", "/search/", "/messages/", "/library/", "/school/measures/"):
        r = ppt.get(path)
        say("PPT helper", path, r.status_code, world.MARKER in text(r), world.PUPIL_MARKER in text(r))
    CaseAccess.objects.filter(person=here.ppt_adviser).update(ended_at=timezone.now())
    say("PPT helper after the ground ended", ppt.get(f"/cases/measures/{m.pk}/").status_code, ppt.get(f"/evaluations/{m.pk}/").status_code,
        ppt.post(f"/cases/measures/{m.pk}/done/", {"happened_on": dmy(timezone.localdate()), "text": "x", "token": str(uuid.uuid4())}).status_code)
    # PPT helper excluded
    CaseAccess.objects.filter(person=here.ppt_adviser).update(ended_at=None)
    CaseAccessFactory(case=things["case"], person=here.ppt_adviser)
    say("PPT helper excluded", ppt.get(f"/cases/measures/{m.pk}/").status_code)
    # excluded teacher as deputy and shared responsible, stand-in
    out = viewers["excluded_teacher"]
    Measure.objects.update(deputy=out)
    hand = browser(out)
    say("EXCL deputy", [hand.get(f"/cases/measures/{things['measure'].pk}/").status_code, hand.get(f"/evaluations/{things['measure'].pk}/").status_code, hand.get(f"/evaluations/case/{things['case'].pk}/").status_code])
    Measure.objects.update(deputy=None)
    Absence.objects.update(substitute=out)
    say("EXCL stand-in", [hand.get(f"/cases/measures/{things['measure'].pk}/").status_code, hand.get(f"/evaluations/{things['measure'].pk}/").status_code, hand.get(f"/cases/talks/{things['trusted'].pk}/").status_code],
        world.MARKER in text(hand.get("/today/")))
    r = hand.get(f"/school/measures/{things['shared'].pk}/")
    say("EXCL shared stand-in", r.status_code, world.MARKER in text(r))
    # stand-in otherwise
    other = here.other_teacher
    Absence.objects.update(substitute=other)
    hand = browser(other)
    say("STAND other teacher", [hand.get(f"/cases/measures/{things['measure'].pk}/").status_code, hand.get(f"/evaluations/{things['measure'].pk}/").status_code, hand.get(f"/cases/talks/{things['trusted'].pk}/").status_code])
    page, f = fill(hand, f"/evaluations/{things['measure'].pk}/")
    Absence.objects.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on=timezone.localdate() - timedelta(days=9))
    say("STAND after it ended", hand.post(f"/evaluations/{things['measure'].pk}/", f | {"safety": "3", "effect": "yes", "next": "continue"}).status_code)
    # owner holds
    Absence.objects.update(ends_on=None)
    from cases.models import Case
    Case.objects.filter(pk=things["case"].pk).update(held_by=here.owner)
    CaseAccessFactory(case=things["case"], person=here.teacher, kind="takes_part")
    say("STAND held elsewhere", hand.get(f"/cases/measures/{things['measure'].pk}/").status_code, "kept part:", browser(here.teacher).get(f"/cases/measures/{things['measure'].pk}/").status_code)


def test_development(built):
    here, things = built.here, built.things
    case = things["case"]
    today = timezone.localdate()
    b = InvolvementFactory(case=case, pupil=PupilFactory(unit=here.school, name="ANDREBARN Bakke"), starts_on=today)
    plan = PlanFactory(case=case, about=b, problem="B problem")
    MeasureFactory(plan=plan, title="TILTAKFORB", responsible=here.teacher, state="running", starts_on=today - timedelta(days=7), evaluate_on=today)
    hand = browser(here.principal)
    path = f"/cases/{case.pk}/development/"
    def count():
        return text(hand.get(path)).count("TILTAKFORB")
    say("DEV both exposed:", count())
    Involvement.objects.filter(pk=b.pk).update(ends_on=today)
    page = text(hand.get(path))
    say("DEV B no longer exposed, never answered: title on the page", page.count("TILTAKFORB"), "B named:", "ANDREBARN" in page)
    Involvement.objects.filter(pk=b.pk).update(ends_on=today)
    InvolvementFactory(case=case, pupil=b.pupil, role="violating", starts_on=today)
    page = text(hand.get(path))
    say("DEV B now violating: title on the page", page.count("TILTAKFORB"), "B named:", "ANDREBARN" in page)


def test_owner_message(built):
    from evaluations.telling import measures as telling
    from tests.plugin_database import as_worker
    here, things = built.here, built.things
    SharedMeasure.objects.all().delete() if False else SharedMeasure.objects.filter(state="running").update(evaluate_on=timezone.localdate() + timedelta(days=30))
    Measure.objects.filter(state="running").update(evaluate_on=timezone.localdate() - timedelta(days=60), starts_on=timezone.localdate() - timedelta(days=90))
    out = here.owner_adviser
    CaseAccessFactory(case=things["case"], person=out)
    with as_worker():
        telling.tell_owner(now=timezone.now())
    rows = Message.objects.filter(kind="evaluations.LateAtUnit", person=out)
    say("OWNER excluded adviser is told that something at the unit is late:", rows.count(), list(rows.values_list("due_on", "thing_id", "case_id", "channel")))
    hand = browser(out)
    from evaluations.telling import LONG_LATE_DAYS
    page = text(hand.get("/owner/"))
    say("OWNER page of the excluded adviser names the unit as late:", "overdue" in page.lower() or "forfalt" in page.lower(), here.school.name in page)
    box = text(hand.get("/messages/"))
    say("OWNER inbox:", errors(hand.get("/messages/")), "lenge" in box or "long" in box)


def test_change_of_school(built):
    here, there, things = built.here, built.there, built.things
    case = things["case"]
    InvolvementFactory(case=case, pupil=PupilFactory(unit=here.school, name="Kari Andreassen"), role="violating", starts_on=timezone.localdate())
    from cases.models import LegalHold
    hand = browser(here.principal)
    base = f"/cases/{case.pk}/change-of-school/{things['involvement'].pk}/{there.school.pk}/"
    page, f = fill(hand, base)
    say("CHANGE page", page.status_code, {k: str(v)[:60] for k, v in f.items() if k != "csrfmiddlewaretoken"})
    f = {"what": "Trenger oppfølging.", "reason": "Fordi.", "ground_by": "Mor", "ground_on": dmy(timezone.localdate()), "contact": "Anne", "token": str(uuid.uuid4())}
    for more in ({"what": "Kari slår."}, {"what": "kari  andreassen slår"}, {"what": "KARI\u00a0ANDREASSEN"}, {"what": "K\u200bari slår"}, {"what": "Kar\u200di slår"},
                 {"what": "Karis søster"}, {"what": "Andreassen slår"}, {"what": "kari slår"},
                 {"reason": "Fordi Kari Andreassen slo."}, {"ground_by": "Kari Andreassens mor og Kari Andreassen"},
                 {"parts": ["contact"], "contact": "Kari slår"}, {"parts": ["tried"], "tried": "Kari"}, {"parts": ["nope"]}, {"tried": "Kari Andreassen"}):
        with transaction.atomic():
            r = hand.post(base, f | {"token": str(uuid.uuid4())} | more)
            seen = ""
            if r.status_code == 302:
                told = Concern.objects.filter(from_unit=here.school).order_by("-told_at").first()
                page = text(browser(there.principal).get(f"/concerns/{told.pk}/")) if told else ""
                seen = f"receiver sees Kari: {'kari' in page.lower()}"
            say("CHANGE", ascii(more)[:80], r.status_code, errors(r)[:160], seen)
            transaction.set_rollback(True)
    # ids from elsewhere
    other = CaseFactory(unit=here.school)
    row = InvolvementFactory(case=other)
    for inv, unit in ((row.pk, there.school.pk), (things["involvement"].pk, here.school.pk), (things["involvement"].pk, here.owner.pk), (things["involvement"].pk, here.office.pk)):
        say("CHANGE ids", hand.get(f"/cases/{case.pk}/change-of-school/{inv}/{unit}/").status_code)
    # sent twice: same, then other text
    say("CHANGE send", hand.post(base, f).status_code, hand.post(base, f).status_code)
    r = hand.post(base, f | {"reason": "HELT ANNEN GRUNN", "ground_by": "Far"}, follow=True)
    c = Concern.objects.get(form_token=f["token"])
    say("CHANGE resend other reason/ground:", r.status_code, errors(r)[:200], c.telling_reason, c.ground_by)
    r = hand.post(base.replace(str(there.school.pk), str(there.other_school.pk)), f, follow=True)
    say("CHANGE same sheet to another place:", r.status_code, errors(r)[:200], Concern.objects.filter(form_token=f["token"]).values_list("unit__name", flat=True))
    told = CaseConcern.objects.get(concern=c)
    # the receiver's leader may not take it back, teacher may not, deputy may not
    for who in (here.deputy, here.teacher, there.principal, built.viewers["granted"], built.viewers["excluded"]):
        say("CHANGE take back by", who.name, browser(who).post(f"/cases/{case.pk}/concerns/{told.pk}/take-back/").status_code)
    say("CHANGE take back in another case", hand.post(f"/cases/{other.pk}/concerns/{told.pk}/take-back/").status_code)
    rec = browser(there.principal)
    say("CHANGE note, twice, then taken back", rec.post(f"/concerns/{c.pk}/note/").status_code, rec.post(f"/concerns/{c.pk}/note/").status_code,
        errors(hand.post(f"/cases/{case.pk}/concerns/{told.pk}/take-back/", follow=True)))
    say("CHANGE receiver page shows case ref:", "26-HMLG" in text(rec.get(f"/concerns/{c.pk}/")), world.MARKER in text(rec.get(f"/concerns/{c.pk}/")))
    # protected afterwards
    from pupils.models import Pupil
    Pupil.objects.filter(pk=things["pupil"].pk).update(protected=True)
    say("CHANGE page of receiver after the pupil became protected:", world.PUPIL_MARKER in text(rec.get(f"/concerns/{c.pk}/")), world.PUPIL_MARKER in text(rec.get("/concerns/")))
    say("CHANGE page of sender's deputy after:", world.PUPIL_MARKER in text(browser(here.deputy).get(f"/cases/{case.pk}/concerns/")))


def test_states(built):
    here, things = built.here, built.things
    hand = browser(here.principal)
    def go(what, pk, **f):
        with transaction.atomic():
            r = hand.post(f"/cases/measures/{pk}/{what}/", f, follow=True)
            say("STATE", what, Measure.objects.get(pk=pk).state, r.status_code, errors(r)[:200])
            transaction.set_rollback(True)
    running, planned, ended = (things[k].pk for k in ("measure", "planned", "ended"))
    go("start", ended); go("answer", running); go("answer", planned); go("move", running, place="2026-12-01")
    go("stop", ended, reason="x"); go("replace", ended); go("look", running, lasted="yes"); go("decide", running, way="explain", reason="x", token=str(uuid.uuid4()))
    for place in ("", "2026-12-01 " + str(uuid.uuid4()), "9999-12-31", "2000-01-01", "2026-W53-1", "\x00", "2026-12-01 " + str(planned), "x" * 200000, "2026-12-01 " + str(ended), "2026-12-01 " + str(running)):
        go("move", planned, place=place, seen="zz")
    for on in ("31.12.9999", "29.2.2027", "29.02.2028", "uke 53", "1.1.2027", "25.12.2026", "17.05.2029", "1.1.0001", "２.２.2027"):
        with transaction.atomic():
            r = hand.post(f"/cases/measures/{running}/evaluation-date/", {"in_weeks": "date", "on": on})
            say("EVALDATE", on, r.status_code, errors(r)[:120], Measure.objects.get(pk=running).evaluate_on)
            transaction.set_rollback(True)
    for pk in (planned, ended):
        r = hand.post(f"/evaluations/{pk}/", {"due_on": "2026-11-23", "safety": "5", "effect": "yes", "next": "stop"})
        say("EVALUATE", Measure.objects.get(pk=pk).state, r.status_code, errors(r)[:150], Evaluation.objects.filter(measure=pk).count())
    for due in ("2099-01-01", "", "\x00", "x" * 1000, "0001-01-01"):
        r = hand.post(f"/evaluations/{running}/", {"due_on": due, "safety": "5", "effect": "yes", "next": "continue", "next_on": "24.12.2026"})
        say("EVALUATE due", due[:12], r.status_code, errors(r)[:150])
    for nxt in ("31.12.9999", "29.2.2027", "uke 53", "1.7.2027"):
        with transaction.atomic():
            page, f = fill(hand, f"/evaluations/{running}/")
            r = hand.post(f"/evaluations/{running}/", f | {"safety": "5", "effect": "yes", "next": "continue", "next_on": nxt})
            say("EVALUATE next", nxt, r.status_code, errors(r)[:150], Measure.objects.get(pk=running).evaluate_on)
            transaction.set_rollback(True)
    for path in (f"/cases/plans/{things['plan'].pk}/versions/{10**30}/", f"/cases/plans/{things['plan'].pk}/versions/compare/?old=9&new=9",
                 f"/organisations/calendar/{here.school.pk}/school/{10**30}/", f"/cases/plans/{things['plan'].pk}/library/?from=%00&words=%00&for=zz&with=zz&after=zz",
                 f"/cases/plans/{things['plan'].pk}/measures/new/?from=%00&with={uuid.uuid4()}&after=zz&for=zz", f"/cases/measures/{planned}/move/?on=9999-12-31", f"/cases/measures/{planned}/move/?on=%00",
                 "/library/?place=zz&words=" + "x" * 3000, "/school/?show=%00", "/today/?mine=zz", f"/cases/plans/{things['plan'].pk}/aside/zz/", f"/cases/{things['case'].pk}/development/?weeks=zz&show=zz"):
        say("GET", path[-60:], hand.get(path).status_code)
    # complete twice
    page, f = fill(hand, f"/cases/plans/{things['plan'].pk}/complete/")
    say("COMPLETE page", page.status_code)
    # shared
    s = things["shared"].pk
    page, f = fill(hand, f"/school/measures/{s}/change/")
    for more in ({"responsible": str(built.there.teacher.pk)}, {"deputy": str(here.ppt_adviser.pk)}, {"group": str(uuid.uuid4())}, {"revision": "0", "title": "Annet"}, {"revision": "99999999999999999999", "title": "Annet"},
                 {"interval_weeks": "53"}, {"evaluate_on": "31.12.9999"}, {"evaluate_on": "25.12.2026"}, {"ends_on": "1.1.2020"}, {"target_groups": "exposed"}, {"title": "\u202ex"}, {"title": "=cmd|'/c'!A1 <script>"}, {"how": "x" * 200000}):
        with transaction.atomic():
            r = hand.post(f"/school/measures/{s}/change/", f | more)
            say("SHARED", str(more)[:60], r.status_code, errors(r)[:150])
            transaction.set_rollback(True)
    say("SHARED start running", errors(hand.post(f"/school/measures/{s}/start/", follow=True)))
    say("SHARED stop", hand.post(f"/school/measures/{s}/stop/", {"reason": "x"}).status_code, errors(hand.post(f"/school/measures/{s}/stop/", {"reason": "y"})))
    r = hand.post(f"/evaluations/shared/{s}/", {"due_on": "2026-11-23", "effect": "yes", "next": "continue"})
    say("SHARED evaluate stopped", r.status_code, errors(r)[:120])
    foreign = SharedMeasureFactory(unit=here.other_school, responsible=here.teacher)
    say("REFER foreign shared", hand.post(f"/cases/plans/{things['plan'].pk}/shared/{foreign.pk}/", {"why": "x"}).status_code)


def test_handovers(built):
    here, things = built.here, built.things
    hand = browser(here.principal)
    Absence.objects.all().delete()
    for key in ("may", "summer", "august", "new_year"):
        pk = things[key].pk
        url = f"/cases/handovers/{pk}/measures/" if key == "new_year" else f"/cases/handovers/{pk}/"
        page, f = fill(hand, url)
        say("HAND", key, page.status_code, {k: str(v)[:40] for k, v in f.items() if k != "csrfmiddlewaretoken"})
        if not f:
            continue
        who = [name for name in f if name.startswith("who") or name == "contact"]
        for name in who:
            for person in (built.there.teacher, built.viewers["excluded_teacher"], here.ppt_adviser):
                with transaction.atomic():
                    r = hand.post(url, f | {"text": "Tekst."} | {name: str(person.pk)})
                    say("HAND", key, name, person.name, r.status_code, errors(r)[:120])
                    transaction.set_rollback(True)
        with transaction.atomic():
            good = f | {"text": "Tekst."} | {n: str(here.principal.pk) for n in who}
            r1 = hand.post(url, good)
            r2 = hand.post(url, good | {"text": "Annen tekst."} | {n: str(here.deputy.pk) for n in who}, follow=True)
            row = Handover.objects.get(pk=pk)
            say("HAND twice", key, r1.status_code, errors(r1)[:150], r2.status_code, errors(r2)[:200], row.text, row.contact, Measure.objects.get(pk=things["measure"].pk).responsible)
            transaction.set_rollback(True)
    url = f"/cases/handovers/{things['summer'].pk}/contact/"
    page, f = fill(hand, url)
    for more in ({"first_day": "1.1.0001"}, {"last_day": "31.12.9999"}, {"first_day": "29.2.2027"}, {"contact": str(here.teacher.pk)}, {"contact": str(built.viewers["excluded"].pk)}, {"last_day": "30.09.2027"}, {"last_day": "01.10.2027"}):
        with transaction.atomic():
            r = hand.post(url, f | more)
            say("CONTACT", more, r.status_code, errors(r)[:120])
            transaction.set_rollback(True)


def test_percent_titles(built):
    here = built.here
    evil = "50 %(day)s {0} %s % <b>fet</b> \"'&amp;"
    Measure.objects.update(title=evil, why=evil, how=evil, ended_reason=evil)
    SharedMeasure.objects.update(title=evil, how=evil)
    from measures.models import Plan
    Plan.objects.update(problem=evil, goal=evil, together=evil)
    Involvement.objects.filter(pupil=None).update(described=evil)
    from pupils.models import Pupil, Group
    Pupil.objects.update(name=evil)
    Group.objects.update(name="%s{0}<b>fet</b>")
    from cases.models import Entry
    for lang in ("nb", "en"):
        for who in ("principal", "teacher"):
            hand = browser(built.viewers[who])
            hand.post("/language/", {"language": lang, "next": "/"})
            for row in table.ROWS:
                if row.method != "GET":
                    continue
                with transaction.atomic():
                    r = hand.get(reverse(row.url, kwargs=row.arguments(built)))
                    if r.status_code >= 500 or (r.status_code == 200 and not r.streaming and b"<b>fet" in r.content):
                        say("PERCENT", lang, who, row.url, r.status_code)
                    transaction.set_rollback(True)
    say("PERCENT done")


def test_sql(built):
    from tests.scope import acting
    here, things = built.here, built.things
    with connection.cursor() as c:
        for t in ("organisations_absence", "cases_handover", "evaluations_casereview", "measures_decision", "measures_measureentry", "measures_planreference", "measures_sharedmeasure", "evaluations_sharedevaluation", "measures_concerned", "measures_setaside", "measures_ownmeasure", "measures_hiddenmeasure", "cases_caseconcern", "concerns_concern", "evaluations_evaluation", "measures_planversion", "cases_caseaccess", "measures_measure", "measures_plan"):
            c.execute("SELECT string_agg(p, ' ') FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p WHERE has_table_privilege('app', %s, p)", [t])
            a = c.fetchone()[0]
            c.execute("SELECT string_agg(p, ' ') FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p WHERE has_table_privilege('worker', %s, p)", [t])
            say("GRANT", t, "app:", a, "worker:", c.fetchone()[0])
    today = timezone.localdate()
    tries = {
        "absence elsewhere": ("INSERT INTO organisations_absence (id, person_id, organisation_id, starts_on, written_by_id, written_at, form_token) VALUES (gen_random_uuid(), %s, %s, current_date + 1, %s, now(), gen_random_uuid())", lambda by: [here.deputy.pk, here.school.pk, by.pk]),
        "exclusion delete": ("DELETE FROM cases_caseaccess", lambda by: []),
        "exclusion end": ("UPDATE cases_caseaccess SET ended_at = now() WHERE kind = 'excluded'", lambda by: []),
        "shared take": ("UPDATE measures_sharedmeasure SET responsible_id = %s", lambda by: [by.pk]),
        "reference": ("SELECT 1 FROM measures_planreference", lambda by: []),
        "handover": ("UPDATE cases_handover SET text = 'x'", lambda by: []),
        "review": ("UPDATE evaluations_casereview SET how = 'x'", lambda by: []),
        "own measure": ("UPDATE measures_ownmeasure SET title_nb = 'x'", lambda by: []),
        "concern told": ("UPDATE concerns_concern SET what = 'x'", lambda by: []),
        "late": ("SELECT * FROM measures_late_at(ARRAY[%s]::uuid[], ARRAY[current_date + 400], ARRAY['reported','investigating','follow_up','monitoring'])", lambda by: [str(here.school.pk)]),
        "waiting": ("SELECT * FROM cases_passes_leaders(%s)", lambda by: [str(things["case"].pk)]),
        "ref at owner": ("SELECT cases_reference_at_owner(%s)", lambda by: [str(things["case"].pk)]),
    }
    for who in ("stranger", "strange_owner", "other_principal", "head", "excluded", "excluded_teacher", "owner_administrator", "owner_adviser", "school_administrator", "ppt_adviser", "data_protection_officer", "former"):
        by = built.viewers[who]
        got = {}
        for name, (sql, args) in tries.items():
            with transaction.atomic():
                try:
                    with acting(by, today), transaction.atomic(), connection.cursor() as c:
                        c.execute(sql, [str(a) for a in args(by)])
                        got[name] = c.fetchall()[:2] if c.description else c.rowcount
                except Exception as e:
                    got[name] = "refused:" + str(e).split("\n")[0][:50]
                transaction.set_rollback(True)
        say("SQL", who, got)
