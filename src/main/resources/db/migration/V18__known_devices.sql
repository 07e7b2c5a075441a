-- With what a user has logged in before, such as "Firefox, Windows": the owner hears of a new one.
create table known_devices (
  user_id    bigint      not null references users on delete cascade,
  device     varchar(60) collate "C" not null,
  expires_at timestamptz not null,
  primary key (user_id, device)
);
create index known_devices_expires_at on known_devices (expires_at);
