-- The address in the one spelling that Steward computes (UTS #46). Null in a row that Steward did
-- not write, until Steward has read the row.
alter table users add column canonical_email text collate "C";

-- One account for all spellings of an address. A row that another program stored beside an account
-- with the same address holds 'twin ' and its id instead, and is found by its own spelling only.
create unique index users_canonical_email_key
  on users (coalesce(canonical_email, lower(email collate "C")));

-- The few rows with an address that may have another spelling; of these, those that Steward has
-- not read yet; and the twins.
create index users_spelled_email on users (id)
  where email collate "C" ~ '[^!-~]|[Xx][Nn]--|@[^@]*[A-Z]';
create index users_unread_email on users (id)
  where canonical_email is null and email collate "C" ~ '[^!-~]|[Xx][Nn]--|@[^@]*[A-Z]';
create index users_twin_email on users (id) where canonical_email like 'twin %';

-- Programs that change an address need not know the column.
create function forget_canonical_email() returns trigger language plpgsql as $$
begin
  new.canonical_email := null;
  return new;
end
$$;

create trigger users_forget_canonical_email before update of email on users
  for each row
  when (old.email is distinct from new.email
    and old.canonical_email is not distinct from new.canonical_email)
  execute function forget_canonical_email();

-- Keeps the canonical spelling of a stored address; false for a twin.
create function keep_canonical_email(user_id bigint, stored text, canonical text) returns boolean
language plpgsql as $$
begin
  update users set canonical_email = canonical where id = user_id and email = stored;
  return true;
exception when unique_violation then
  update users set canonical_email = 'twin ' || id
  where id = user_id and canonical_email is distinct from 'twin ' || id;
  return false;
end
$$;

-- Moves the sequence past the ids that other programs stored. Steward's role may lack the right.
create function skip_stored_user_ids() returns bigint
language sql security definer as $$
  select setval(s.name, greatest(nextval(s.name), (select max(id) from users)))
  from (select cast(pg_get_serial_sequence('users', 'id') as regclass) as name) s
$$;
revoke execute on function skip_stored_user_ids() from public;

-- A fixed path, so that no table or function of the caller's is used with the owner's rights.
do $$
begin
  execute format('alter function skip_stored_user_ids() set search_path = %I, pg_temp',
    current_schema());
end
$$;
