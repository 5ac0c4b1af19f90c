"""The servers of this test process, and the environment in which the settings are read."""

import gc
import os

import django
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from whitenoise.base import WhiteNoise

from tests.servers import ROOT, Gunicorn, Servers, SmtpServer, celery_worker


def _set_up():
    """Before any module that imports models is imported."""
    servers = Servers()
    os.environ.update(servers.environment())
    os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"
    # Collected files are not needed by the tests, but WhiteNoise warns when the folder is missing.
    (ROOT / ".build" / "static").mkdir(parents=True, exist_ok=True)
    django.setup()
    # pytest-xdist's workers inherit the environment. With this name in it pytest-django would read
    # the settings there before this module has put in that worker's own servers.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    return servers


_SERVERS = _set_up()
# Thousands of pages are drawn here: looking through all objects more seldom saves a twelfth.
gc.set_threshold(200_000, 20, 50)
# A guess must cost a thief much; it need not cost the tests that. The product's own processes,
# those that the tests start too, keep Django's price.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64


def _look_once(reads=WhiteNoise.update_files_dictionary):
    """Every new test client sets up the middleware, which looks through the built files anew."""
    seen = {}

    def once(self, root, prefix):
        if (root, prefix) not in seen:
            reads(self, root, prefix)
            seen[root, prefix] = dict(self.files)
        self.files.update(seen[root, prefix])

    WhiteNoise.update_files_dictionary = once


_look_once()


def pytest_unconfigure():
    _SERVERS.close()


@pytest.fixture(scope="session")
def servers():
    """PostgreSQL and Valkey of this test process, running."""
    _SERVERS.start()
    return _SERVERS


@pytest.fixture
def valkey(servers):
    """Empty at the start; `.stop()` and `.start()` as the test wishes, on the same socket."""
    _flush(servers.valkey.url)
    yield servers.valkey
    if servers.valkey.child is None:
        servers.valkey.start()


def _flush(url):
    import redis

    with redis.Redis.from_url(url.replace("redis+socket://", "unix://")) as link:
        link.flushall()


@pytest.fixture
def smtp_server(settings):
    """Mail sent in this process goes to it too, over a real connection."""
    server = SmtpServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.stop()


@pytest.fixture
def real_urls(servers, django_db_setup):
    """The test database as the three roles see it, and Valkey: for processes of their own."""
    return servers.urls(django_settings.DATABASES["default"]["NAME"])


@pytest.fixture
def process_environment(real_urls, request):
    """What a process of the product needs; with the SMTP server, if the test has one."""
    environment = dict(real_urls)
    if "smtp_server" in request.fixturenames:
        environment["EMAIL_URL"] = request.getfixturevalue("smtp_server").url
    return environment


@pytest.fixture
def celery_worker_process(servers, valkey, transactional_db, process_environment):
    """A real worker in the role worker. `.kill()` is kill -9; `.start()` starts another."""
    worker = celery_worker(servers, process_environment)
    worker.start()
    yield worker
    worker.kill()
    print(worker.text()[-6000:])  # pytest shows it when the test failed


@pytest.fixture
def gunicorn_process(servers, valkey, transactional_db, process_environment):
    """The web as a deployment runs it, in the role app."""
    web = Gunicorn(servers, process_environment)
    web.start()
    yield web
    web.stop()
    print(web.text()[-6000:])
