"""What the doctor asks of the functions that count for the owner: they go past the walls, so they
belong to the owner of the tables, look names up nowhere else, and answer the web alone."""

_FUNCTIONS = """
    'evaluations_numbers_at', 'evaluations_overdue_at', 'evaluations_rounds_late_at',
    'measures_late_at'"""

PROMISES = {
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
