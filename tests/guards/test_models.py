"""The migrations say what the models say, and every table of ours can be filled by a test."""

import factory
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps

from tests.guards import tree

PERSONAL = {"case", "pupil"}


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in tree.packages()]


def is_personal(model):
    """A case, a pupil, or a table with a way to one of them."""
    return model._meta.model_name in PERSONAL or any(
        field.related_model is not None and field.related_model._meta.model_name in PERSONAL
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
    )


def factory_classes(base=factory.django.DjangoModelFactory):
    for subclass in base.__subclasses__():
        yield subclass
        yield from factory_classes(subclass)


def models_with_a_factory():
    for path in tree.files(".py", under="tests/factories"):
        __import__(".".join(path.relative_to(tree.ROOT).with_suffix("").parts))
    return {made._meta.model for made in factory_classes() if made._meta.model}


def without_factory(all_models, made):
    return sorted(
        model._meta.label for model in all_models if is_personal(model) and model not in made
    )


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_model_with_a_case_or_a_pupil_has_a_factory():
    assert without_factory(our_models(), models_with_a_factory()) == []


@isolate_apps()
def test_a_table_with_a_way_to_a_pupil_and_no_factory_is_found():
    class Pupil(models.Model):
        class Meta:
            app_label = "guards"

    class Contact(models.Model):
        pupil = models.ForeignKey(Pupil, models.CASCADE)

        class Meta:
            app_label = "guards"

    class Office(models.Model):
        class Meta:
            app_label = "guards"

    assert without_factory([Pupil, Contact, Office], {Pupil}) == ["guards.Contact"]
