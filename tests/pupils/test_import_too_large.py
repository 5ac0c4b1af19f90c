"""Fifty megabytes at once: the browser gets a page that says the limit, and nothing is kept."""

import http.client

import pytest

from pupils.models import PupilImport
from tests.servers import PATIENCE

SENT = 50 * 1024 * 1024


@pytest.mark.parametrize("path", ["/pupils/", "/account/sign-in/"])
def test_fifty_megabytes_over_the_wire_are_answered_with_a_page(gunicorn_process, path):
    link = http.client.HTTPConnection("127.0.0.1", gunicorn_process.port, timeout=PATIENCE)
    link.putrequest("POST", path)
    link.putheader("Content-Type", "multipart/form-data; boundary=x")
    link.putheader("Content-Length", str(SENT))
    link.endheaders()
    piece = b"x" * (1024 * 1024)
    for _number in range(SENT // len(piece)):
        link.send(piece)
    response = link.getresponse()
    page = response.read().decode()
    link.close()
    assert response.status == 413
    assert "10 MB" in page
    assert not PupilImport.objects.exists()
