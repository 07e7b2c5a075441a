-- Mail: verified addresses, languages, one-time tokens, invitations, and the outbox.

-- When the owner proved to receive mail at the address; null if unproven.
alter table users add column email_verified_at timestamptz;
-- A language tag such as de; null if unknown.
alter table users add column language text;
-- A registration that an administrator has not let in yet.
alter table users add column awaits_approval boolean not null default false;

-- Another address is not verified, also if a program stores it.
create function forget_verification() returns trigger language plpgsql as $$
begin
  if new.email_verified_at is not distinct from old.email_verified_at then
    new.email_verified_at := null;
  end if;
  return new;
end
$$;
create trigger users_address
  before update of email on users for each row
  when (lower(old.email collate "C") <> lower(new.email collate "C"))
  execute function forget_verification();

drop trigger users_version on users;
create trigger users_version
  before update of email, first_name, last_name, is_active, is_staff, is_superuser, inactive_until,
    email_verified_at, language, awaits_approval
  on users for each row
  when ((old.email, old.first_name, old.last_name, old.is_active, old.is_staff, old.is_superuser,
      old.inactive_until, old.email_verified_at, old.language, old.awaits_approval)
    is distinct from (new.email, new.first_name, new.last_name, new.is_active, new.is_staff,
      new.is_superuser, new.inactive_until, new.email_verified_at, new.language,
      new.awaits_approval))
  execute function raise_user_version();

-- Messages that wait, and those that were sent or given up; no body and no token.
create table mails (
  id              bigint      generated always as identity primary key,
  -- Becomes the Message-ID, so that a second delivery is the same message to the reader.
  message_id      uuid        not null default gen_random_uuid(),
  kind            text        not null,
  user_id         bigint      references users (id) on delete set null,
  recipient       text        not null,
  language        text        not null default '',
  details         jsonb       not null default '{}',
  ip              text        not null default '',
  user_agent      text        not null default '',
  state           text        not null default 'waiting'
    check (state in ('waiting', 'sent', 'failed', 'dropped')),
  attempts        integer     not null default 0,
  last_error      text        not null default '',
  created_at      timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  settled_at      timestamptz,
  expires_at      timestamptz not null default now() + interval '30 days'
);
create index mails_due on mails (next_attempt_at, id) where state = 'waiting';
create index mails_expires_at on mails (expires_at);
create index mails_state on mails (state, id);
create index mails_user_id on mails (user_id) where user_id is not null;

-- What a link in a message allows, once. Only the SHA-256 of the token is stored.
create table one_time_tokens (
  hash       text        primary key,
  purpose    text        not null,
  user_id    bigint      not null references users (id) on delete cascade,
  -- A digest of what the token changes: the token is void when that has changed.
  binding    text        not null,
  -- The address that the token sets; empty for other purposes.
  address    text        not null default '',
  canonical_address text not null default '' collate "C",
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index one_time_tokens_user_id on one_time_tokens (user_id, purpose);
-- Nobody else gets an address while its former owner may take it back.
create index one_time_tokens_kept on one_time_tokens (canonical_address) where purpose = 'undo';
create index one_time_tokens_expires_at on one_time_tokens (expires_at);

create table invitations (
  id          bigint      generated always as identity primary key,
  email       text        not null,
  first_name  text        not null default '',
  last_name   text        not null default '',
  language    text        not null default '',
  -- An invitation stands as long as the account of its sender; null for a command.
  invited_by  bigint      references users (id) on delete cascade,
  state       text        not null default 'open'
    check (state in ('open', 'accepted', 'revoked')),
  user_id     bigint      references users (id) on delete set null,
  version     integer     not null default 1,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);
-- One open invitation for an address.
create unique index invitations_open on invitations (lower(email collate "C")) where state = 'open';
create index invitations_expires_at on invitations (expires_at);
create index invitations_state on invitations (state, id);
create index invitations_invited_by on invitations (invited_by) where invited_by is not null;
create index invitations_user_id on invitations (user_id) where user_id is not null;

-- Each message carries a token of its own; only its SHA-256 is stored.
create table invitation_tokens (
  hash          text   primary key,
  invitation_id bigint not null references invitations (id) on delete cascade
);
create index invitation_tokens_invitation on invitation_tokens (invitation_id);

create table invitation_groups (
  invitation_id bigint not null references invitations (id) on delete cascade,
  group_id      bigint not null references groups (id) on delete cascade,
  primary key (invitation_id, group_id)
);
create index invitation_groups_group on invitation_groups (group_id);

insert into permissions (code, name) values
  ('users.invite_user', 'Can invite user'),
  ('mail.view_mail',    'Can view mail')
on conflict (code) do nothing;
