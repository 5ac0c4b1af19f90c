"""A process that could see past the walls does not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database_role import refuse_unwalled_role
from tests.plugin_database import as_app, as_role, as_worker


@pytest.mark.django_db(transaction=True)
def test_the_web_and_the_worker_may_start():
    with as_app():
        refuse_unwalled_role()
    with as_worker():
        refuse_unwalled_role()


@pytest.mark.django_db(transaction=True)
def test_the_owner_may_not_serve():
    with as_role("owner"), pytest.raises(ImproperlyConfigured):
        refuse_unwalled_role()
