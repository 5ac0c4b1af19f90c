"""In which database role this process runs. Row-level security is only a wall for a role that
cannot walk round it, and a command in the wrong role would see nothing and quietly do nothing."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import connection

QUESTION = """
SELECT current_user, rolsuper OR rolbypassrls,
       EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)
FROM pg_roles WHERE rolname = current_user
"""


def refuse_unwalled_role() -> None:
    """Raise ImproperlyConfigured when this process could see past the walls (docs/scope.md).

    Called where the web and the worker start. Also raises when the database cannot be asked:
    a process that cannot know does not serve.
    """
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        name, sees_all, owns = cursor.fetchone()
    connection.close()
    if sees_all or owns:
        raise ImproperlyConfigured(
            f'The database role "{name}" owns tables or goes round row-level security. '
            "Give the web DATABASE_URL of the role app, and the worker that of the role worker."
        )


def refuse_other_role(needed: str) -> None:
    """Raise CommandError unless the command runs in this database role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    if role != needed:
        raise CommandError(f"Run this in the database role {needed} (DATABASE_ROLE), not {role}.")
