-- A session is one log-in and what follows from it. It ends by the removal of its row; who may hold
-- an access token of it learns that from the revocations.

create table sessions (
  id           varchar(22) collate "C" primary key,
  user_id      bigint       not null references users on delete cascade,
  -- Of the refresh token that is good now, and the key it was made with.
  generation   integer      not null default 0,
  key_id       varchar(64)  not null,
  created_at   timestamptz  not null default now(),
  last_used_at timestamptz  not null default now(),
  expires_at   timestamptz  not null,
  -- When the last access token that was issued in it has expired.
  tokens_expire_at timestamptz not null default now() + interval '2 days',
  ip           varchar(45)  not null,
  user_agent   varchar(255) not null
) with (fillfactor = 80);
create index sessions_user_id on sessions (user_id);
create index sessions_expires_at on sessions (expires_at);

create table revocations (
  session_id  varchar(22) collate "C" primary key,
  -- When the last access token of the session has expired.
  expires_at  timestamptz not null,
  -- Whether the session ended with its user.
  user_deleted boolean    not null default false,
  -- Tells a reader what may have been committed since it last looked: numbers given in order of
  -- insertion would not, since transactions commit in another.
  recorded_in xid8        not null default pg_current_xact_id(),
  recorded_at timestamptz not null default clock_timestamp()
);
create index revocations_recorded_in on revocations (recorded_in);
create index revocations_expires_at on revocations (expires_at);

-- The nodes that are up, and by their fingerprints the keys they have.
create table nodes (
  id          varchar(22) collate "C" primary key,
  started_at  timestamptz  not null default now(),
  seen_at     timestamptz  not null default now(),
  signing_key varchar(11)   not null,
  keys        varchar(11)[] not null
);
