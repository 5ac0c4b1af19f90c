import uuid, json, threading
import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests.access import world, table
from tests.plugin_database import AppClient, as_app, as_worker
from tests.factories.cases import *
from tests.factories.measures import *
from tests.scope import acting
from tests.clock import TODAY
from cases.models import *
from measures.models import *
from audit.models import *
from evaluations.models import *

@pytest.fixture
def built(db):
    return world.build()

def web(person=None):
    c = AppClient(raise_request_exception=False)
    if person: c.force_login(person)
    return c

def show(tag, r):
    print("\n>>", tag, r.status_code, r.get("Location"), r.get("Cache-Control"))

def test_delete_rights(built):
    with connection.cursor() as cur:
        for role in ("app", "worker"):
            for p in ("DELETE", "UPDATE", "INSERT"):
                cur.execute("select relname from pg_class where relkind='r' and relnamespace='public'::regnamespace and has_table_privilege(%s, oid, %s) order by 1", [role, p])
                print(role, p, [r[0] for r in cur.fetchall()])

def test_readings(built):
    """marker shown but no Reading"""
    case = built.things["case"]
    for viewer in sorted(table.VIEWERS):
        c = web(built.viewers[viewer])
        for row in table.ROWS:
            if row.method != "GET": continue
            with transaction.atomic():
                Reading.objects.count()
                n = Reading.objects.filter(person_id=built.viewers[viewer].pk, case_id=case.pk).count()
                r = c.get(reverse(row.url, kwargs=row.arguments(built)))
                m = Reading.objects.filter(person_id=built.viewers[viewer].pk, case_id=case.pk).count()
                body = r.content.decode()
                hit = "HEMMELIG" in body or "26-HMLG" in body
                if hit and m == n: print("GAP", viewer, row.url)
                if not hit and m > n: print("read but nothing shown", viewer, row.url, r.status_code)
                transaction.set_rollback(True)

def test_hidden_ids(built, servers):
    t = built.things; c = web(built.here.principal)
    other = InvolvementFactory(case=CaseFactory(unit=built.there.school), role="exposed")
    r = c.post(f"/cases/{t['case'].pk}/plan/start/", {"about": str(other.pk)}); show("foreign about", r)
    print(Plan.objects.filter(about=other).count())
    strange = MeasureFactory(plan=PlanFactory(case=other.case), title="STRANGE", ends_on=TODAY)
    data = dict(title="Nytt", why="w", how="h", target_groups=["exposed"], level="individual", responsible=str(built.here.teacher.pk), starts_on="30.11.2026", evaluation="usual", token=str(uuid.uuid4()))
    url = f"/cases/plans/{t['plan'].pk}/measures/new/"
    for change in [dict(responsible=str(built.there.teacher.pk)), dict(responsible=str(built.here.ppt_adviser.pk)), dict(responsible=str(built.viewers["excluded_teacher"].pk)), dict(after=[str(strange.pk)]), dict(responsible="\x00"), dict(starts_on="9999-12-31"), dict(starts_on="0001-01-01"), dict(starts_on="uke 53"), dict(evaluation="52"), dict(evaluation="x"), dict(evaluation="date", first_evaluation_on="9999-12-31"), dict(ends_on="9999-12-31"), dict(token="\x00"), dict(starts_on="٢٣.١١.٢٠٢٦"), dict(title="ㅤ"), dict(why="x"*10**6), dict(revision="9"*6000), dict(level=["individual","system"])]:
        n = Measure.objects.count()
        r = c.post(url, data | {"token": str(uuid.uuid4())} | change); print(change if len(str(change))<90 else str(change)[:60], r.status_code, Measure.objects.count()-n)
    r = c.get(url + f"?with={strange.pk}&after={strange.pk}"); print("STRANGE" in r.content.decode(), r.status_code)
    r = c.get(url + "?with=%00&after=%00&with=1"); print(r.status_code)
    # change with foreign plan etc
    m = t["measure"]
    r = c.post(f"/cases/measures/{m.pk}/", {"title": "ㅤ", "why": "ok", "target_groups": "exposed", "level": "individual", "responsible": str(built.here.teacher.pk), "revision": "1", "state": "stopped", "case": str(other.case.pk), "plan": str(strange.plan_id), "evaluate_on": "2020-01-01"}); show("mass", r)
    m.refresh_from_db(); print(repr(m.title), m.state, m.case_id == t["case"].pk)

def test_states(built):
    t = built.things; c = web(built.here.principal); case = t["case"]
    for state in ["reported", "investigating", "follow_up", "monitoring", "closed", "void"]:
        for verb in ["investigate", "follow_up", "monitor", "close", "reopen", "void"]:
            Case.objects.filter(pk=case.pk).update(state=state, ended_reason="x")
            r = c.post(f"/cases/{case.pk}/steps/{verb}/", {"reason": "Fordi"})
            case.refresh_from_db(); 
            if case.state != state: print(state, verb, "->", case.state)
    for state in ["closed", "void"]:
        Case.objects.filter(pk=case.pk).update(state=state, ended_reason="x")
        for url, d in [(f"/evaluations/{t['measure'].pk}/", dict(due_on=str(t['measure'].evaluate_on), safety="3", effect="yes", next="continue")), (f"/cases/measures/{t['planned'].pk}/start/", {}), (f"/cases/measures/{t['measure'].pk}/stop/", {"reason": "x y"}), (f"/cases/measures/{t['measure'].pk}/evaluation-date/", {"in_weeks": "2"}), (f"/cases/plans/{t['plan'].pk}/texts/", {"problem": "nytt", "revision": "1"}), (f"/cases/plans/{t['plan'].pk}/complete/", {"best_interests": "nytt"}), (f"/cases/{case.pk}/plan/start/", {}), (f"/cases/{case.pk}/entries/new/", dict(kind="note", happened_on="20.11.2025", text="etter slutt", token=str(uuid.uuid4())))]:
            r = c.get(url); g = r.status_code
            n = Event.objects.count(); e = Entry.objects.count()
            r = c.post(url, d); print(state, url[-20:], g, r.status_code, Event.objects.count() - n, Entry.objects.count()-e)

def test_eval(built):
    t = built.things; c = web(built.here.teacher); m = t["measure"]
    base = dict(due_on=str(m.evaluate_on), safety="3", effect="yes", next="continue")
    for ch in [dict(due_on=""), dict(due_on="\x00"), dict(due_on="0001-01-01"), dict(due_on="9999-12-31"), dict(due_on="x"*10**6), dict(safety="6"), dict(safety="٣"), dict(safety=["1","5"]), dict(next="stop", safety="1"), dict(next_on="9999-12-31"), dict(next_on="0001-01-01"), dict(next_on="uke 53"), dict(note="\x00"), dict(note="x"*10**6), dict(answered_by="x"), dict(effect="\u202e")]:
        with transaction.atomic():
            n = Evaluation.objects.count()
            r = c.post(f"/evaluations/{m.pk}/", base | ch); print(str(ch)[:50], r.status_code, Evaluation.objects.count()-n)
            transaction.set_rollback(True)
    # several measures
    for who in ["other_teacher", "strange_teacher", "excluded_teacher", "granted", "ppt_adviser", "school_administrator"]:
        r = web(built.viewers[who]).post(f"/evaluations/{m.pk}/", base); print(who, r.status_code)

def test_headers(built):
    c = web(built.here.principal)
    for h in ["evil.example", "testserver:80@evil", "testserver\r\nX: y", "", "a"*5000, "[::1", "127.0.0.1:99999"]:
        r = c.get("/today/", headers={"host": h}); print(repr(h[:20]), r.status_code)
    r = c.get("/today/", HTTP_X_FORWARDED_HOST="evil.example"); print("evil" in r.content.decode())
    for m in ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO"]:
        bad = []
        for row in table.ROWS:
            p = reverse(row.url, kwargs=row.arguments(built))
            n = world_state()
            r = c.generic(m, p)
            if world_state() != n: print("CHANGED", m, row.url)
            bad.append((row.url, r.status_code)) if r.status_code not in (405, 404) else 0
        for u in ["/", "/about/", "/account/", "/account/kept/", "/hidden/", "/stay/", "/language/", "/account/sign-out/", "/account/password/"]:
            r = c.generic(m, u); bad.append((u, r.status_code)) if r.status_code not in (405, 404) else 0
        print(m, bad)
    r = c.post("/cases/new/", {}, HTTP_X_HTTP_METHOD_OVERRIDE="GET"); print(r.status_code)

def world_state():
    from tests.access.test_matrix import contents
    return contents()

def test_rate(built):
    c = web()
    from tests.factories.accounts import PASSWORD
    codes = []
    for n in range(14):
        r = web().post("/account/sign-in/", {"login": built.here.principal.email, "password": "feil passord"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
        codes.append(r.status_code)
    print(codes)
    r = web().post("/account/sign-in/", {"login": built.here.principal.email, "password": PASSWORD}, HTTP_X_FORWARDED_FOR="10.9.9.9"); show("right", r)

def test_pg_log(built, servers):
    c = web(built.here.principal)
    tok = str(uuid.uuid4())
    from tests.cases.sheets import sheet
    EntryFactory(case=CaseFactory(unit=built.there.school), form_token=tok, written_by=built.there.principal)
    case = built.things["case"]
    r = c.post(f"/cases/{case.pk}/entries/new/", dict(kind="note", happened_on="20.11.2025", text="KANARIFUGL Kari Nordmann", token=tok)); show("taken token", r)
    from pathlib import Path
    log = servers.postgres.log.read_text(errors="replace")
    for line in log.splitlines():
        if "KANARI" in line: print("PGLOG", line[:600])
    print(len(log), log[-1500:])
