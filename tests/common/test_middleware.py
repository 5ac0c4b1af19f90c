import pytest

from tests.accounts.signing_in import sign_in

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
pytestmark = pytest.mark.urls("tests.common.urls")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/about/", 200),
        ("/account/", 200),
        ("/trial/note/", 200),
        ("/trial/refuses/", 403),
        ("/no/such/page/", 404),
        ("/trial/fails/", 500),
    ],
)
def test_every_answer_carries_the_headers(client, fjellet, path, status):
    sign_in(client, fjellet.principal)
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == status
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in response["Permissions-Policy"]


def test_sign_in_is_not_stored_either(client, db):
    assert "no-store" in client.get("/account/sign-in/")["Cache-Control"]


def test_a_redirect_carries_them_too(client, db):
    response = client.get("/account/")
    assert response.status_code == 302
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
