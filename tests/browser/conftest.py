import os
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.servers import Gunicorn, celery_worker


class Programs:
    """The product's own processes. Their clocks go as clocks do, from noon of ``day`` or another,
    so that no test meets midnight while it runs."""

    def __init__(self, servers, environment, day):
        self.servers = servers
        self.environment = {**environment, "DJANGO_SETTINGS_MODULE": "tests.browser.settings"}
        self.day = day
        self.began = timezone.now()
        self.running = []

    def web(self, *, on=None):
        """gunicorn, in the role app."""
        return self._start(Gunicorn(self.servers, self._environment(on)))

    def worker(self, web, *, on=None):
        """Celery's worker, in the role worker; its letters lead to this web."""
        environment = self._environment(on) | {"SITE_URL": web.url}
        return self._start(celery_worker(self.servers, environment))

    def ahead(self, on=None):
        """How far ahead the clock of that day's programs is."""
        noon = timezone.make_aware(datetime.combine(on or self.day, time(12)))
        return noon - self.began

    def _environment(self, on):
        return {**self.environment, "CLOCK_AHEAD": str(self.ahead(on).total_seconds())}

    def _start(self, program):
        self.running.append(program)
        program.start()
        return program

    def stop(self):
        for program in self.running:
            program.kill()
            program.stop()  # gives back its socket too
            print(program.text()[-4000:])  # pytest shows it when the test failed


@pytest.fixture
def day():
    """Today. TEST_DAY=2026-12-24 tries another: a Sunday, a holiday, the summer."""
    return date.fromisoformat(os.environ.get("TEST_DAY") or str(timezone.localdate()))


@pytest.fixture
def programs(servers, valkey, transactional_db, process_environment, day):
    programs = Programs(servers, process_environment, day)
    yield programs
    programs.stop()


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def enter(school, programs, new_page):
    """``enter()`` signs the principal in; one web for all windows."""
    web = programs.web()

    def signed_in(size="desktop", **options):
        page = sign_in(new_page(size, **options), web, school.place.principal)
        page.web = web
        return page

    return signed_in
