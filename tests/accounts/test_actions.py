from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction

from accounts.actions import (
    add_person,
    choose_language,
    drop_kept_forms,
    drop_outlived,
    keep_form,
)
from accounts.models import KeptForm, Person
from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.plugin_database import as_worker
from tests.scope import acting

PATH = "/cases/new/"
SECOND = timedelta(seconds=1)


def kept_by(person, path=PATH, typed="text=Noe"):
    with acting(person, TODAY):
        return keep_form(path=path, typed=typed, by=person, now=NOW)


def test_add_person_lets_somebody_sign_in(db):
    person = add_person(
        email="Ny@tryggspor.example", name="Ny", by=SYSTEM, now=NOW, password="et langt passord"
    )
    assert Person.objects.get().check_password("et langt passord")
    assert Event.objects.get().target_id == person.pk


def test_add_person_refused_by_state_when_the_address_is_taken(fjellet):
    before = Person.objects.count()
    with pytest.raises(ActionError):
        add_person(email=fjellet.principal.email.upper(), name="To", by=SYSTEM, now=NOW)
    assert Person.objects.count() == before


def test_choose_language_remembers_it(fjellet):
    with acting(fjellet.teacher, TODAY):
        choose_language(language="nn", by=fjellet.teacher, now=NOW)
    assert Person.objects.get(pk=fjellet.teacher.pk).language == "nn"


def test_choose_language_refused_by_state_when_we_lack_it(fjellet):
    with acting(fjellet.teacher, TODAY), pytest.raises(ActionError):
        choose_language(language="se", by=fjellet.teacher, now=NOW)
    assert Person.objects.get(pk=fjellet.teacher.pk).language == "nb"


def test_keep_form_keeps_what_was_typed(fjellet):
    kept_by(fjellet.teacher)
    assert list(KeptForm.objects.values_list("person", "path", "typed", "kept_at")) == [
        (fjellet.teacher.pk, PATH, "text=Noe", NOW)
    ]


def test_keep_form_refused_by_state_when_nothing_was_typed(fjellet):
    with pytest.raises(ActionError):
        kept_by(fjellet.teacher, typed="")
    assert KeptForm.objects.count() == 0


def test_keep_form_for_somebody_else_is_refused_by_the_database(fjellet):
    with acting(fjellet.teacher, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        keep_form(path=PATH, typed="text=Noe", by=fjellet.principal, now=NOW)
    assert KeptForm.objects.count() == 0


def test_drop_kept_forms_throws_away_ones_own_of_that_path(fjellet):
    kept_by(fjellet.teacher)
    kept_by(fjellet.teacher, path="/other/")
    kept_by(fjellet.principal)
    with acting(fjellet.teacher, TODAY):
        assert drop_kept_forms(path=PATH, by=fjellet.teacher, now=NOW) == 1
    assert sorted(KeptForm.objects.values_list("person", "path")) == sorted(
        [(fjellet.teacher.pk, "/other/"), (fjellet.principal.pk, PATH)]
    )


def test_drop_kept_forms_without_a_path_throws_away_all_of_ones_own(fjellet):
    kept_by(fjellet.teacher)
    kept_by(fjellet.teacher, path="/other/")
    kept_by(fjellet.principal)
    with acting(fjellet.teacher, TODAY):
        assert drop_kept_forms(by=fjellet.teacher, now=NOW) == 2
    assert KeptForm.objects.get().person == fjellet.principal


def test_drop_kept_forms_of_somebody_else_touches_nothing(fjellet):
    kept_by(fjellet.principal)
    with acting(fjellet.teacher, TODAY):
        assert drop_kept_forms(by=fjellet.principal, now=NOW) == 0
    assert KeptForm.objects.count() == 1


def test_drop_outlived_throws_away_what_nobody_came_back_for(fjellet):
    kept_by(fjellet.teacher)
    later = NOW + timedelta(days=30)
    Session.objects.create(session_key="ended", session_data="", expire_date=later)
    Session.objects.create(session_key="alive", session_data="", expire_date=later + 2 * SECOND)
    with as_worker():
        assert drop_outlived(now=later) == 0
        assert drop_outlived(now=later + SECOND) == 2
    assert [session.session_key for session in Session.objects.all()] == ["alive"]
    assert not KeptForm.objects.exists()
