-- Apart from the new columns, whose lock would keep readers out while the indexes are built.
create index users_verified on users (id) where email_verified_at is not null;
create index users_unverified on users (id) where email_verified_at is null;
create index users_awaits_approval on users (id) where awaits_approval;
