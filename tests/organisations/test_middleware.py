"""The scope is opened for a request and closed after it, whatever happens inside."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from audit.models import Reading
from cases.models import Case
from organisations.middleware import EnterScope
from tests.factories.cases import CaseFactory
from tests.plugin_database import as_app


def scope_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT scope_person(), scope_units(), scope_cases()")
        return cursor.fetchone()


def asked_by(person, view, request=None):
    request = request or RequestFactory().get("/")
    request.user, request.resolver_match, request.session = person, None, {}
    with as_app():
        return EnterScope(view)(request)


def test_the_scope_is_open_inside_and_empty_afterwards(fjellet):
    inside = []

    def view(request):
        inside.append((scope_now()[:2], request.viewer.person))
        return HttpResponse("ok")

    asked_by(fjellet.principal, view)
    assert inside == [((fjellet.principal.pk, [fjellet.school.pk]), fjellet.principal)]
    assert scope_now() == (None, [], [])


def test_the_scope_is_empty_after_a_fault(fjellet):
    def view(request):
        raise LookupError

    with pytest.raises(LookupError):
        asked_by(fjellet.principal, view)
    assert scope_now() == (None, [], [])


def test_nobody_signed_in_sees_nothing(fjellet):
    CaseFactory(unit=fjellet.school)
    seen = []

    def view(request):
        seen.append((request.viewer, list(Case.objects.all())))
        return HttpResponse("ok")

    asked_by(AnonymousUser(), view)
    assert seen == [(None, [])]


def test_a_streamed_body_is_made_while_the_scope_is_open(fjellet):
    case = CaseFactory(unit=fjellet.school)

    def view(request):
        return StreamingHttpResponse(found.reference for found in Case.objects.all())

    response = asked_by(fjellet.principal, view)
    assert response.content.decode() == case.reference
    assert [reading.case_id for reading in Reading.objects.all()] == [case.pk]


def test_each_case_that_is_read_is_noted_once(fjellet):
    cases = {CaseFactory(unit=fjellet.school).pk for _number in range(3)}

    def view(request):
        list(Case.objects.all())
        list(Case.objects.all())
        return HttpResponse("ok")

    asked_by(fjellet.principal, view)
    noted = [(row.person_id, row.case_id) for row in Reading.objects.all()]
    assert sorted(noted) == sorted((fjellet.principal.pk, pk) for pk in cases)


def test_no_log_no_view(fjellet):
    CaseFactory(unit=fjellet.school, what_happened="HEMMELIG")
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_reading FROM app")

    def view(request):
        return HttpResponse(case.what_happened for case in Case.objects.all())

    response = asked_by(fjellet.principal, view)
    assert response.status_code == 503
    assert "HEMMELIG" not in response.content.decode()


def test_no_log_no_view_but_what_was_typed_comes_back(fjellet):
    """It was lost: the page that says so also took the place of a page about a fault."""
    CaseFactory(unit=fjellet.school, what_happened="HEMMELIG")
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_reading FROM app")

    def view(request):
        return HttpResponse(case.what_happened for case in Case.objects.all())

    sent = RequestFactory().post("/", {"text": "Dette skrev jeg."})
    page = asked_by(fjellet.principal, view, sent).content.decode()
    assert ("HEMMELIG" in page, "Dette skrev jeg." in page, "data-fault" in page) == (
        False, True, True,
    )  # fmt: skip
