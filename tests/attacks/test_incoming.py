"""Headers and cookies that no browser sends."""

import http.client

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from common.text import clean_text, has_letter_or_digit
from config.incoming import OnlyUtf8
from tests.attacks.browsers import browser
from tests.servers import PATIENCE

CHARSETS = ["rot13", "zlib", "hex", "unicode_escape", "utf-16", "idna", "undefined", "\x00"]


def passed_on(content_type):
    environ = {"CONTENT_TYPE": content_type}
    OnlyUtf8(lambda environ, start_response: None)(environ, None)
    return environ["CONTENT_TYPE"]


@pytest.mark.parametrize(
    "more",
    [
        *(f"; charset={name}" for name in CHARSETS), "; CharSet = rot13", '; charset="rot13"',
        "; charset*=utf-8''rot13", "; a*=nonsense'x'y", "; charset*0=rot; charset*1=13",
    ],
)  # fmt: skip
def test_only_the_boundary_of_a_content_type_is_let_in(more):
    """Django follows the charset that a request names; "rot13" made a 500 of every page with a
    form, and with a query string it broke off before any middleware. "unicode_escape" would have
    let lone surrogates through to the database."""
    form = "multipart/form-data"
    assert passed_on(f"{form}; boundary=--x{more}") == f"{form}; boundary=--x"
    assert passed_on(f'{form}{more}; boundary="a b"') == f'{form}; boundary="a b"'
    assert passed_on(f"text/plain{more}") == "text/plain"


def test_no_charset_stops_the_real_web(gunicorn_process):
    """The same over the wire."""
    for path in ("/account/sign-in/?next=%2F", "/health/?x=1", "/about/"):
        link = http.client.HTTPConnection("127.0.0.1", gunicorn_process.port, timeout=PATIENCE)
        link.request("GET", path, headers={"Content-Type": "text/plain; charset=rot13"})
        response = link.getresponse()
        response.read()
        link.close()
        assert response.status in (200, 503), path  # nothing delivers mail here, so health is red
        assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "sent", [r'"aaaaaaaaaaaa\000"', r'"\303\251aaaaaaaaaaaa"', '"a b c d e f"']
)
@pytest.mark.parametrize("path", ["/today/", "/account/sign-in/"])
def test_a_session_cookie_that_is_no_key(db, sent, path):
    """A NUL written as an octal escape reached the database and was a 500 on every page."""
    response = browser().get(path, headers={"cookie": f"sessionid={sent}"})
    assert response.status_code in (200, 302)


def test_counters_of_attempts_are_not_pushed_out(db):
    """The cache held 300 rows and then threw counters away: somebody who tried three hundred
    addresses was free to go on guessing a password."""
    cache.set("a-counter", 5, 300)
    for number in range(320):
        cache.set(f"z{number}", 1, 300)
    assert cache.get("a-counter") == 5


@pytest.mark.parametrize("text", ["\u3164", "\u115f\u1160", "\uffa0 \u200b", "\u2800", "\u200e"])
def test_a_text_of_nothing_to_see_is_no_text(text):
    """Korean fillers count as letters and are shown as nothing: a measure could have no name."""
    assert not has_letter_or_digit(text)


@pytest.mark.parametrize("sign", ["\u2062", "\u206b", "\ufffa", "\u180e", "\U000e0041"])
def test_a_record_holds_nothing_that_nobody_sees(sign):
    """Tags and other invisible signs were stored: a text could hold another one."""
    assert clean_text(f"Vi {sign}snakket.") == "Vi snakket."


@pytest.mark.parametrize("path", ["/language/", "/account/sign-in/", "/no/such/page/"])
def test_a_file_of_any_size_is_not_taken_in(db, path):
    """There is no field for a file, and still anybody could have one written to the disk: the
    limit on what a form holds does not count files."""
    file = SimpleUploadedFile("big.bin", b"x" * 17_000_000)
    response = browser().post(path, {"next": "/", "file": file})
    assert response.status_code == 413
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nrubbish"), ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=\xe6", b"x"), ("application/json", b'{"language": 1}'),
        ("text/xml", b"<x/>"), ("", b"x=1"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(100_000))),
    ],
)  # fmt: skip
def test_bodies_that_are_no_form(db, kind, body):
    """Nothing found: each is refused or read as an empty form."""
    response = browser().generic("POST", "/language/", body, content_type=kind)
    assert response.status_code in (302, 400, 413)
