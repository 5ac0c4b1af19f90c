"""Row-level security for migrations: short ways to write the few kinds of policy there are.

The kinds are described in docs/scope.md. Policies never change here once they are migrated: a
later migration replaces them.
"""

from django.db.migrations import RunSQL

# Wrapped in SELECT, so that the setting is read once for a query and not once for each row.
IN_UNITS = "{column} = ANY ((SELECT scope_units())::uuid[])"
NOT_BLOCKED = "NOT {column} = ANY ((SELECT scope_blocked())::uuid[])"
OF_VISIBLE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"


def force(*tables: str) -> RunSQL:
    """Close the tables to everybody until a policy opens them; their owner included."""
    return RunSQL(
        [
            f"ALTER TABLE {table} {action} ROW LEVEL SECURITY"
            for table in tables
            for action in ("ENABLE", "FORCE")
        ],
        RunSQL.noop,
    )


def allow(table: str, command: str, rule: str, *, name: str, to: str = "PUBLIC") -> RunSQL:
    """Open a table for one command (SELECT, INSERT, UPDATE, DELETE or ALL) where the rule holds."""
    using = "" if command == "INSERT" else f" USING ({rule})"
    check = "" if command in ("SELECT", "DELETE") else f" WITH CHECK ({rule})"
    return RunSQL(
        f"CREATE POLICY {name} ON {table} FOR {command} TO {to}{using}{check}",
        f"DROP POLICY {name} ON {table}",
    )


def allow_worker(*tables: str, command: str = "ALL") -> list[RunSQL]:
    """Sweeps and delivery work across all cases; each table they need is named."""
    return [allow(table, command, "true", name="by_worker", to="worker") for table in tables]


def allow_parts_of_case(*tables: str) -> list[RunSQL]:
    """Rows that belong to a case are open exactly where the case is."""
    return [
        allow(table, "ALL", OF_VISIBLE_CASE.format(table=table), name="of_visible_case")
        for table in tables
    ]


def never(commands: str, *tables: str) -> RunSQL:
    """Take away what nobody does to such tables: facts are not deleted, logs are not changed."""
    return RunSQL(
        f"REVOKE {commands}, TRUNCATE ON {', '.join(tables)} FROM app, worker", RunSQL.noop
    )
