-- The three roles, once per server. On a real server a superuser runs this file and then template.sql
-- in the product's database, and gives each role its password.
do $$
begin
    if not exists (select from pg_roles where rolname = 'owner') then
        -- Without BYPASSRLS a data migration on a table with forced row-level security changes
        -- nothing and says nothing.
        create role owner login createdb bypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'app') then
        create role app login nosuperuser nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'worker') then
        create role worker login nosuperuser nobypassrls;
    end if;
end
$$;
-- A statement that fails holds what somebody wrote, and so does the row that was refused (DETAIL);
-- PostgreSQL would put both into its log.
alter role owner set log_min_error_statement = 'panic';
alter role app set log_min_error_statement = 'panic';
alter role worker set log_min_error_statement = 'panic';
alter role owner set log_error_verbosity = 'terse';
alter role app set log_error_verbosity = 'terse';
alter role worker set log_error_verbosity = 'terse';
