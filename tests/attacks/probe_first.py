"""Scratch: questions put to the product; deleted before the report."""
import uuid, json
import pytest
from django.test import Client
from django.db import connection, transaction
from tests.access import world
from tests.plugin_database import AppClient, as_app, as_worker
from tests.factories.cases import *
from tests.scope import acting
from tests.clock import TODAY

@pytest.fixture
def built(db):
    return world.build()

def web(person=None):
    c = AppClient(raise_request_exception=False)
    if person: c.force_login(person)
    return c

def show(tag, r):
    print("\n>>", tag, r.status_code, r.get("Location"), r.get("Cache-Control"))

def test_next(built):
    c = web(built.here.principal)
    for n in ["//evil.example/", "http://testserver//evil.example/", "http://testserver/\\evil.example", "foo", "account", "/x\x00", "/x\r\nSet-Cookie: a=b", "javascript:alert(1)", "http://[", "\\\\evil", "?a=1", "/\ud800"]:
        try:
            r = c.post("/language/", {"language": "nb", "next": n}); show(("language", n), r)
        except UnicodeEncodeError as e: print("client", n, e)
    for n in ["http://testserver//evil.example/", "foo", "/x\x00y"]:
        c = web(built.here.principal)
        r = c.post("/hidden/", {"hidden_page": n, "sent_to": n, "text": "Hei du"}); show(("hide", n), r)
        r = c.post("/hidden/show/"); show(("show", n), r)
    for ref in ["foo", "http://testserver//evil.example/", "http://testserver/\x00"]:
        c = web(built.here.principal)
        r = c.post("/stay/", HTTP_REFERER=ref); show(("stay", ref), r)

def test_charset(built):
    c = web(built.here.principal)
    case = built.things["case"]
    for cs in ["rot13", "zlib", "hex", "idna", "punycode", "unicode_escape", "utf-7", "utf-16", "undefined", "mbcs", "base64", "utf-8\x00"]:
        body = b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc \\ud800 +2AA-\r\n--x--\r\n"
        for url in [f"/cases/{case.pk}/entries/new/", "/cases/new/", "/language/", "/hidden/", f"/cases/{case.pk}/plan/start/"]:
            r = c.generic("POST", url, body, content_type=f"multipart/form-data; boundary=x; charset={cs}")
            if r.status_code not in (200, 302, 403): show((cs, url), r)
        r = c.generic("POST", "/language/", b"language=nb", content_type=f"application/x-www-form-urlencoded; charset={cs}")
        if r.status_code not in (200, 302, 403): show(("urlenc", cs), r)
        r = c.generic("GET", "/cases/?page=%ff%80x", b"", CONTENT_TYPE=f"text/plain; charset={cs}")
        if r.status_code not in (200,): show(("GET", cs), r)

def test_cookies(built):
    for cookie in ['sessionid="aaaaaaaaaaaa\\000"', 'csrftoken="\\000"', 'messages="\\000"', 'django_language="\\000"', "sessionid=" + "x"*9000]:
        c = web()
        r = c.get("/today/", headers={"cookie": cookie}); show(cookie[:30], r)
        r = c.get("/account/sign-in/", headers={"cookie": cookie}); show(cookie[:30], r)

def test_forwarded(built):
    for h in ["not an ip", "1.2.3.4, 5.6.7.8", "\x00", "x"*10000, "::1", ",,,"]:
        c = web()
        r = c.post("/account/sign-in/", {"login": "a@b.no", "password": "x"}, HTTP_X_FORWARDED_FOR=h); show(("xff", h[:20]), r)

def test_login(built):
    for l, p in [("a\x00@b.no", "x"), ("x"*1000000, "x"), ("a@b.no", "y"*1000000), ("a@b.no", "\x00"), ("", "")]:
        c = web()
        r = c.post("/account/sign-in/", {"login": l, "password": p}); show(("login", l[:10], p[:5]), r)

def test_measure_without_token(built):
    c = web(built.here.principal)
    t = built.things
    data = dict(title="Nytt", why="w", how="h", target_groups=["exposed"], level="individual", responsible=str(built.here.teacher.pk), starts_on="30.11.2026", evaluation="usual")
    r = c.post(f"/cases/plans/{t['plan'].pk}/measures/new/", data); show("no token", r)
    tok = str(uuid.uuid4())
    r = c.post(f"/cases/plans/{t['plan'].pk}/measures/new/", data | {"token": tok}); show("token", r)
    from measures.models import Measure
    print(Measure.objects.values_list("title", flat=True))
    r = c.post(f"/cases/plans/{t['plan'].pk}/measures/new/", data | {"token": tok, "title": "Helt annet"}); show("token again, other text", r)
    print(Measure.objects.values_list("title", flat=True), [str(m) for m in c.get(r["Location"]).context["messages"]] if r.status_code==302 else "")
    print(Measure.objects.values("title", "starts_on"))

def test_worker(built):
    with as_worker(), connection.cursor() as cur:
        for t in ["pupils_pupil", "pupils_guardian", "pupils_placement", "audit_event", "audit_reading", "cases_involvement", "cases_pptalert", "evaluations_evaluation", "measures_planversion", "accounts_keptform"]:
            with transaction.atomic():
                try:
                    cur.execute(f"select count(*) from {t}"); print(t, cur.fetchone())
                except Exception as e: print(t, str(e)[:80]); transaction.set_rollback(True)

def test_grants(built):
    with connection.cursor() as cur:
        cur.execute("select grantee, privilege_type, count(*) from information_schema.role_table_grants where table_schema='public' and grantee in ('app','worker','PUBLIC') group by 1,2 order by 1,2")
        print(cur.fetchall())
        cur.execute("select has_schema_privilege('app','public','CREATE'), has_database_privilege('app', current_database(),'CREATE'), has_schema_privilege('worker','public','CREATE')")
        print(cur.fetchall())
        cur.execute("select r.rolname, m.rolname from pg_auth_members a join pg_roles r on r.oid=a.roleid join pg_roles m on m.oid=a.member")
        print(cur.fetchall())
        cur.execute("select proname, prosecdef, proconfig, proacl from pg_proc where pronamespace='public'::regnamespace and proname not like 'gbt%' and proname !~ '_dist$|^gbtree|^int|^oid|^float|^cash|^date|^ts|^tstz|^time'")
        for r in cur.fetchall(): print(r)

def test_former_grant(built):
    from organisations.models import Membership
    p = built.viewers["granted"]; case = built.things["case"]
    Membership.objects.filter(person=p).update(ends_on="2025-06-30")
    r = web(p).get(f"/cases/{case.pk}/"); show("granted, left", r)

def test_messages_cookie(built):
    from measures.models import Measure
    t = built.things
    Measure.objects.filter(pk=t["planned"].pk).update(why="")
    c = web(built.here.principal)
    r = c.post(f"/cases/measures/{t['planned'].pk}/start/"); show("start", r)
    print(c.cookies)
