-- Ending all sessions of a user raises the version of the user's tokens. Tokens and sessions with a
-- lower version are invalid from then on, however many there are.

alter table users add column token_version integer not null default 0;
alter table sessions add column token_version integer not null default 0;

-- The sessions of a deleted user are removed in batches, not together with the user.
alter table sessions drop constraint sessions_user_id_fkey;

create index sessions_created_at on sessions (created_at);

create table bulk_revocations (
  id bigint generated always as identity primary key,
  -- Without a user, the row ends the sessions of all users.
  user_id        bigint,
  -- Ends the user's tokens with a lower version.
  token_version  integer     not null default 0,
  -- The one session that stays.
  except_session varchar(22) collate "C" not null default '',
  -- Without a user: ends the tokens issued earlier.
  issued_before  timestamptz not null default '-infinity',
  -- Without a user: ends the sessions that started earlier.
  started_before timestamptz not null default '-infinity',
  user_deleted   boolean     not null default false,
  -- Whether ended sessions are still to be removed.
  sessions_left  boolean     not null default false,
  -- When the last access token that the row ends has expired.
  expires_at     timestamptz not null,
  -- As in revocations.
  recorded_in    xid8        not null default pg_current_xact_id(),
  recorded_at    timestamptz not null default clock_timestamp(),
  check (user_id is not null or issued_before > '-infinity')
);
create index bulk_revocations_recorded_in on bulk_revocations (recorded_in);
create index bulk_revocations_expires_at on bulk_revocations (expires_at);
create index bulk_revocations_sessions_left on bulk_revocations (id) where sessions_left;
create index bulk_revocations_everybody on bulk_revocations (started_before) where user_id is null;
