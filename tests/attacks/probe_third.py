import uuid, json, threading, zlib, base64
import pytest
from django.db import connection, transaction, DatabaseError
from django.urls import reverse
from tests.access import world, table
from tests.plugin_database import AppClient, as_app, as_worker
from tests.factories.cases import *
from tests.factories.measures import *
from tests.factories.accounts import PASSWORD
from tests.scope import acting
from tests.clock import TODAY
from cases.models import *
from measures.models import *
from audit.models import *
from evaluations.models import *
from accounts.models import KeptForm

@pytest.fixture
def built(db):
    return world.build()

def web(person=None):
    c = AppClient(raise_request_exception=False)
    if person: c.force_login(person)
    return c

def show(tag, r):
    print("\n>>", tag, r.status_code, r.get("Location"), r.get("Cache-Control"))

def test_hide_nul(built):
    c = web(built.here.principal)
    r = c.post("/hidden/", {"hidden_page": "/x", "sent_to": "/x\x00y", "text": "Hei du"}); show("sent_to NUL", r)
    c = web(built.here.principal)
    r = c.post("/hidden/", {"hidden_page": "foo", "sent_to": "/x", "text": "Hei du"}); show("hide foo", r)
    r = c.post("/hidden/show/"); show("show foo", r)
    c = web(built.here.principal)
    r = c.post("/hidden/", {"hidden_page": "http://testserver//evil.example/", "text": "Hei du"}); show("hide evil", r)
    r = c.post("/hidden/show/"); show("show evil", r)
    for ref in ["foo", "http://testserver//evil.example/", "http://testserver/\x00"]:
        r = c.post("/stay/", HTTP_REFERER=ref); show(("stay", ref), r)
    # path NUL in hidden state
    c = web(built.here.owner_administrator)
    c.post("/hidden/", {"hidden_page": "/x"})
    r = c.post(f"/organisations/calendar/{built.here.owner.pk}/sch%00ool/2026/days/", {"first_day": "Hei du der"}); show("path NUL", r)

def test_next_login(built):
    for n in ["//evil.example", "http://evil.example", "http://testserver//evil.example", "/\\evil.example", "foo", "\x00", "/x\x00", "javascript:alert(1)", "http:///evil.example", "https:evil.example"]:
        c = web()
        r = c.post("/account/sign-in/?next=" + n.replace("\x00", "%00"), {"login": built.here.principal.email, "password": PASSWORD}); show(("q", n), r)
        c = web()
        r = c.post("/account/sign-in/", {"login": built.here.principal.email, "password": PASSWORD, "next": n}); show(("p", n), r)
        r = c.post("/account/confirm/?next=" + n.replace("\x00", "%00"), {"password": PASSWORD, "next": n}); show(("confirm", n), r)
        r = c.post("/account/sign-out/", {"next": n}); show(("out", n), r)

def test_session(built):
    c = web()
    c.get("/account/sign-in/")
    c.cookies["sessionid"] = "a" * 32
    c.post("/account/sign-in/", {"login": built.here.principal.email, "password": PASSWORD})
    print("fixated", c.cookies["sessionid"].value == "a"*32)
    other = web(); other.post("/account/sign-in/", {"login": built.here.principal.email, "password": PASSWORD})
    old = c.cookies["sessionid"].value
    r = c.post("/account/password/", {"oldpassword": PASSWORD, "password1": "et helt nytt langt passord 9", "password2": "et helt nytt langt passord 9"}); show("pw", r)
    show("other after pw change", other.get("/today/")); show("self", c.get("/today/"))
    s = c.cookies["sessionid"].value
    c.post("/account/sign-out/")
    c2 = web(); c2.cookies["sessionid"] = s
    show("old cookie", c2.get("/today/"))
    r = c.get("/today/"); show("after out", r)

def test_middle(built):
    from tests.factories.cases import CaseAccessFactory
    from organisations.models import Membership
    case = built.things["case"]; p = built.here.deputy
    c = web(p); url = f"/cases/{case.pk}/entries/new/"
    show("get", c.get(url))
    CaseAccessFactory(case=case, person=p)
    show("post after excl", c.post(url, dict(kind="note", happened_on="20.11.2025", text="x y", token=str(uuid.uuid4()))))
    p = built.here.case_worker; c = web(p); c.get(url)
    Membership.objects.filter(person=p).update(ends_on="2025-01-01")
    show("post after role", c.post(url, dict(kind="note", happened_on="20.11.2025", text="x y", token=str(uuid.uuid4()))))
    p = built.here.principal; c = web(p); c.get(url)
    p.is_active=False; p.save()
    show("post after inactive", c.post(url, dict(kind="note", happened_on="20.11.2025", text="x y", token=str(uuid.uuid4()))))

def test_check_violation_text(built):
    with acting(built.here.principal, TODAY), pytest.raises(DatabaseError) as e, transaction.atomic():
        Case.objects.filter(pk=built.things["case"].pk).update(serious=True)
    print(e.value)
    with acting(built.here.principal, TODAY), pytest.raises(DatabaseError) as e, transaction.atomic():
        Entry.objects.bulk_create([Entry(case=built.things["case"], kind="note", happened_on=TODAY, text="KANARI", written_by=built.here.principal, written_at=None, form_token=uuid.uuid4())])
    print(e.value)

def test_app_sql(built):
    other = built.there.principal
    stmts = ["SET ROLE owner", "SET SESSION AUTHORIZATION postgres", "RESET ROLE", "SET row_security = off; SELECT count(*) FROM cases_case", "COPY cases_case TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')", "CREATE FUNCTION public.leave2() RETURNS int LANGUAGE sql AS 'select 1'", "CREATE SCHEMA x", "ALTER TABLE audit_reading DISABLE TRIGGER ALL", "CREATE TRIGGER t BEFORE UPDATE ON audit_reading FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()", "LOCK TABLE audit_reading IN ACCESS EXCLUSIVE MODE", "DELETE FROM audit_reading", "UPDATE audit_event SET name = 'x'", "TRUNCATE audit_event", "CREATE OR REPLACE FUNCTION enter(who uuid, today date) RETURNS jsonb LANGUAGE sql AS 'select null::jsonb'", "GRANT UPDATE ON audit_event TO app", "SELECT lo_import('/etc/passwd')", "SET session_replication_role = replica",
      f"INSERT INTO audit_event (id, at, name, person_id, target, data) VALUES (gen_random_uuid(), now(), 'case.closed', '{other.pk}', 'x', '{{}}')",
      f"INSERT INTO audit_event (id, at, name, person_id, target, data) VALUES (gen_random_uuid(), now(), 'case.closed', NULL, 'x', '{{}}')",
      f"INSERT INTO audit_event (id, at, name, person_id, target, data, case_id) VALUES (gen_random_uuid(), now(), 'case.closed', '{built.here.principal.pk}', 'x', '{{}}', gen_random_uuid())",
      f"UPDATE notifications_message SET person_id = '{other.pk}'", "UPDATE notifications_message SET read_at = now()",
      f"INSERT INTO accounts_keptform (id, person_id, path, typed, kept_at) VALUES (gen_random_uuid(), '{other.pk}', '/x', 'a=b', now())",
      "SELECT count(*) FROM pg_stat_activity WHERE query <> '' AND usename <> current_user",
      "PREPARE TRANSACTION 'x'", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename='postgres'",
    ]
    for s in stmts:
        with acting(built.here.principal, TODAY):
            try:
                with transaction.atomic(), connection.cursor() as cur:
                    cur.execute(s); print("OK ", s[:110], cur.rowcount)
                    transaction.set_rollback(True)
            except Exception as e: print("no ", s[:70], "|", str(e).splitlines()[0][:90])

def test_cookie_content(built):
    t = built.things
    Measure.objects.filter(pk=t["planned"].pk).update(why="")
    c = web(built.here.principal)
    r = c.post(f"/cases/measures/{t['planned'].pk}/start/")
    from django.core import signing
    v = c.cookies["messages"].value.split(":")[0]
    d = zlib.decompress(base64.urlsafe_b64decode(v[1:] + "==")); print(d)
    c.post("/account/sign-out/")
    print("messages cookie after sign-out", bool(c.cookies["messages"].value))
    # the next one on the same browser
    c.post("/account/sign-in/", {"login": built.there.principal.email, "password": PASSWORD})
    r = c.get("/today/"); print("leaked to the next person:", "HEMMELIG" in r.content.decode())

def test_cache_cull(db):
    from django.core.cache import cache
    cache.set("a-lock", 1, 300)
    for n in range(400): cache.set(f"z{n}", 1, 300)
    print("lock still there", cache.get("a-lock"))
