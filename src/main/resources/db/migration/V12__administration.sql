-- The administration of users and groups: versions of rows, lists of any length, changes in the
-- audit.

alter table users add column version integer not null default 1;
alter table users add column inactive_until timestamptz;
alter table groups add column version integer not null default 1;

-- Whoever changes what administrators see of a user makes a new version, also a program with SQL.
create function raise_user_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
create trigger users_version
  before update of email, first_name, last_name, is_active, is_staff, is_superuser, inactive_until
  on users for each row
  when ((old.email, old.first_name, old.last_name, old.is_active, old.is_staff, old.is_superuser,
      old.inactive_until)
    is distinct from (new.email, new.first_name, new.last_name, new.is_active, new.is_staff,
      new.is_superuser, new.inactive_until))
  execute function raise_user_version();

-- Changes of rights wait for one another here. Nodes read the rights again when the version changes.
create table rights (
  only_row boolean primary key default true check (only_row),
  version  bigint  not null default 0
);
insert into rights default values;

-- Each list reads one of these in order.
create index users_date_joined on users (date_joined, id);
create index users_last_login
  on users ((coalesce(last_login, timestamptz '-infinity')), id);
create index users_first_name on users (lower(first_name) collate "C", id);
create index users_last_name on users (lower(last_name) collate "C", id);
create index users_inactive on users (id) where not is_active;
create index users_staff on users (id) where is_staff;
create index users_superuser on users (id) where is_superuser;
create index users_inactive_until on users (inactive_until) where inactive_until is not null;
-- Names become parts of texts; 0x1F separates them.
alter table groups add constraint groups_name_check
  check (name !~ '[\x01-\x1f\x7f]') not valid;
alter table permissions add constraint permissions_code_check
  check (code !~ '[\x01-\x1f\x7f]') not valid;

create index user_groups_group on user_groups (group_id, user_id);
drop index user_groups_group_id;
create index user_permissions_permission on user_permissions (permission_id, user_id);
drop index user_permissions_permission_id;

-- Finds any part of an address or a name, if the role may have the extension.
do $$
begin
  create extension if not exists pg_trgm;
  create index users_infix on users using gin
    ((lower(email) || ' ' || lower(first_name) || ' ' || lower(last_name)) gin_trgm_ops);
exception when others then
  raise notice 'Searches find only beginnings of words: %', sqlerrm;
end
$$;

-- The changed members with their old and new values; secrets have none.
alter table audit add column changes jsonb not null default '{}';
create index audit_actor_id on audit (actor_id, time) where actor_id is not null;
create index audit_event on audit (event, time);
create index audit_session_id on audit (session_id, time) where session_id <> '';
create index audit_ip on audit (ip, time) where ip <> '';

insert into permissions (code, name) values
  ('auth.add_permission',    'Can add permission'),
  ('auth.delete_permission', 'Can delete permission'),
  ('auth.view_permission',   'Can view permission'),
  ('users.view_session',     'Can view session'),
  ('users.delete_session',   'Can delete session'),
  ('audit.view_audit',       'Can view audit')
on conflict (code) do nothing;
