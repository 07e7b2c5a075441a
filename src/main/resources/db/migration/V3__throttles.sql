-- How often something was tried, counted for all nodes. A row is a bucket that leaks: it is empty
-- when busy_until has passed, and full when that is more than its slack away.
create table throttles (
  key        varchar(80) collate "C" primary key,
  busy_until timestamptz not null,
  slack      interval    not null,
  -- Taken since it was last forgiven.
  taken      integer     not null default 1,
  expires_at timestamptz not null,
  told_at    timestamptz not null default '-infinity'
) with (fillfactor = 70);
create index throttles_expires_at on throttles (expires_at);

-- From where a user has logged in before: whoever guesses from elsewhere cannot lock them out there.
create table known_networks (
  user_id    bigint      not null references users on delete cascade,
  network    varchar(40) collate "C" not null,
  expires_at timestamptz not null,
  primary key (user_id, network)
);
create index known_networks_expires_at on known_networks (expires_at);
