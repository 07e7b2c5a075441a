-- The user model of Django's contrib.auth, with the address as user name.

create table users (
  id           bigint generated always as identity primary key,
  email        varchar(254) not null,
  first_name   varchar(150) not null default '',
  last_name    varchar(150) not null default '',
  password     varchar(256) not null,
  is_active    boolean      not null default true,
  is_staff     boolean      not null default false,
  is_superuser boolean      not null default false,
  date_joined  timestamptz  not null default now(),
  last_login   timestamptz
);

-- One account whatever the case. The local part is ASCII and the domain is stored in lower case, so
-- the C collation decides alike on every server.
create unique index users_email_key on users (lower(email collate "C"));

create table permissions (
  id   bigint generated always as identity primary key,
  code varchar(201) not null unique,
  name varchar(255) not null
);

create table groups (
  id   bigint generated always as identity primary key,
  name varchar(150) not null unique
);

create table group_permissions (
  group_id      bigint not null references groups on delete cascade,
  permission_id bigint not null references permissions on delete cascade,
  primary key (group_id, permission_id)
);
create index group_permissions_permission_id on group_permissions (permission_id);

create table user_groups (
  user_id  bigint not null references users on delete cascade,
  group_id bigint not null references groups on delete cascade,
  primary key (user_id, group_id)
);
create index user_groups_group_id on user_groups (group_id);

create table user_permissions (
  user_id       bigint not null references users on delete cascade,
  permission_id bigint not null references permissions on delete cascade,
  primary key (user_id, permission_id)
);
create index user_permissions_permission_id on user_permissions (permission_id);

insert into permissions (code, name) values
  ('users.add_user',    'Can add user'),
  ('users.change_user', 'Can change user'),
  ('users.delete_user', 'Can delete user'),
  ('users.view_user',   'Can view user'),
  ('auth.add_group',    'Can add group'),
  ('auth.change_group', 'Can change group'),
  ('auth.delete_group', 'Can delete group'),
  ('auth.view_group',   'Can view group');
