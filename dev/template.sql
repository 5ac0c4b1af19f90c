-- Once per database; in template1, so that the test database has it from its first moment.
-- A migration takes back what app or worker must not have on its own tables.
create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists citext;
grant create, usage on schema public to owner;
grant usage on schema public to app, worker;
alter default privileges for role owner in schema public
    grant select, insert, update, delete on tables to app, worker;
alter default privileges for role owner in schema public
    grant usage, select on sequences to app, worker;
-- Functions are everybody's until a migration takes one back; those that go past the walls are
-- given to exactly the roles that need them.
