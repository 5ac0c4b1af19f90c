"""A part of the programs that browser tests start: there is no beat, so a wake-up is not given up
on a machine that does other things as well."""

from django.apps import AppConfig


class Patient(AppConfig):
    name = "tests.browser"

    def ready(self):
        from notifications import tasks

        tasks.PATIENCE = 30
