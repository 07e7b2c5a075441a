-- Nodes may serve under a role that owns no table, and the schema says which older programs it serves.

create table compatibility (
  only_row boolean primary key default true check (only_row),
  -- The newest migration that a program must know. A migration that older programs cannot work with
  -- raises it to its own version.
  oldest_version integer not null
);
insert into compatibility (oldest_version) values (8);

-- Makes the partitions of this month and the next two, and drops partitions in which every record is
-- older than so many days. It runs with the rights of its owner, because only the owner of a table
-- can attach and drop partitions. It does not wait long for a lock, because others would wait behind
-- it.
create or replace function audit_upkeep(retention_days integer) returns void language plpgsql
  security definer set lock_timeout = '100ms' set timezone = 'UTC' as $$
declare
  oldest timestamptz := now() - make_interval(days => greatest(retention_days, 1));
  lower  timestamptz;
  upper  timestamptz;
  part   text;
begin
  if not pg_try_advisory_xact_lock(hashtext('steward audit')) then
    return;
  end if;
  for i in 0..2 loop
    lower := date_trunc('month', now()) + make_interval(months => i);
    upper := lower + interval '1 month';
    part := 'audit_' || to_char(lower, 'YYYY_MM');
    -- If audit_rest already has records of a month, that month stays there.
    if to_regclass(part) is null
        and not exists (select from audit_rest where time >= lower and time < upper) then
      -- A table made alone and attached then makes no writer wait.
      execute format('create table %I (like audit including defaults)', part);
      execute format('create trigger audit_no_truncate before truncate on %I
        for each statement execute function audit_is_append_only()', part);
      execute format('alter table audit attach partition %I for values from (%L) to (%L)',
        part, lower, upper);
    end if;
  end loop;
  begin
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'audit'::regclass and c.relname ~ '^audit_\d{4}_\d{2}$'
        and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= oldest
    loop
      execute format('drop table %I', part);
    end loop;
    if exists (select from audit_rest where time < oldest) then
      alter table audit_rest disable trigger audit_no_change;
      -- In pieces, because the statement has little time.
      delete from audit_rest where ctid = any (array(
        select ctid from audit_rest where time < oldest limit 10000));
      alter table audit_rest enable trigger audit_no_change;
    end if;
  exception when lock_not_available then
    -- Another session uses the table: the next run tries again.
    return;
  end;
end
$$;
revoke execute on function audit_upkeep(integer) from public;

-- A fixed path, so that no table or function of the caller's is used with the owner's rights.
do $$
begin
  execute format('alter function audit_upkeep(integer) set search_path = %I, pg_temp',
    current_schema());
end
$$;
