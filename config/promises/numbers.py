"""What the doctor asks of the functions that go past the walls: each was given to the roles that
need it, where it was made. Those that count for the owner belong to the owner of the tables, and
answer the web alone."""

_FUNCTIONS = """
    'evaluations_numbers_at', 'evaluations_overdue_at', 'evaluations_late_at'"""

PROMISES = {
    "no function that goes past the walls is everybody's, or looks names up elsewhere": """
        SELECT p.proname FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND (
            p.proconfig IS DISTINCT FROM ARRAY['search_path=public, pg_temp']
            OR EXISTS (
                SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                WHERE a.grantee = 0))""",
    "the owner's numbers are counted by the database's owner, for the web alone": f"""
        SELECT f.name FROM unnest(ARRAY[{_FUNCTIONS}]) AS f (name)
        WHERE NOT EXISTS (
            SELECT 1 FROM pg_proc p
            JOIN pg_roles r ON r.oid = p.proowner
            WHERE p.proname = f.name AND p.pronamespace = 'public'::regnamespace
              AND p.prosecdef AND r.rolbypassrls
              AND 'search_path=public, pg_temp' = ANY (p.proconfig)
              AND p.proowner = (SELECT relowner FROM pg_class WHERE oid = 'cases_case'::regclass)
              AND has_function_privilege('app', p.oid, 'EXECUTE')
              AND NOT has_function_privilege('worker', p.oid, 'EXECUTE'))""",  # noqa: S608
}
