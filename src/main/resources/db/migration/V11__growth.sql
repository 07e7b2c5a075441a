-- Removing very many rows needs no scan of the removed ones, and no long locks.

-- Ended sessions of a user are removed batch by batch, in this order.
create index sessions_of_user on sessions (user_id, created_at);
drop index sessions_user_id;

alter function audit_upkeep(integer) rename to audit_upkeep_before;

-- Makes the partitions of this month and the next two. Then it drops one partition in which every
-- record is older than so many days, or removes some older records of audit_rest. Each call does
-- little, because others wait for its locks; it returns whether more is left. It runs with the
-- rights of its owner, because only the owner of a table can attach and drop partitions.
create function audit_upkeep(retention_days integer) returns boolean language plpgsql
  security definer set lock_timeout = '100ms' set timezone = 'UTC' as $$
declare
  oldest timestamptz := now() - make_interval(days => greatest(retention_days, 1));
  lower  timestamptz;
  upper  timestamptz;
  part   text;
  gone   integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('steward audit')) then
    return false;
  end if;
  begin
    for i in 0..2 loop
      lower := date_trunc('month', now()) + make_interval(months => i);
      upper := lower + interval '1 month';
      part := 'audit_' || to_char(lower, 'YYYY_MM');
      -- If audit_rest already has records of a month, that month stays there.
      if to_regclass(part) is null
          and not exists (select from audit_rest where time >= lower and time < upper) then
        -- Writers do not wait if the table is created first and attached afterwards.
        execute format('create table %I (like audit including defaults)', part);
        execute format('create trigger audit_no_truncate before truncate on %I
          for each statement execute function audit_is_append_only()', part);
        execute format('alter table audit attach partition %I for values from (%L) to (%L)',
          part, lower, upper);
      end if;
    end loop;
  exception when lock_not_available then
    -- Another session uses the table: the next run tries again. Old records are removed anyway.
    null;
  end;
  begin
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'audit'::regclass and c.relname ~ '^audit_\d{4}_\d{2}$'
        and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= oldest
      order by c.relname limit 1
    loop
      execute format('drop table %I', part);
      return true;
    end loop;
    if exists (select from audit_rest where time < oldest) then
      alter table audit_rest disable trigger audit_no_change;
      delete from audit_rest where ctid = any (array(
        select ctid from audit_rest where time < oldest order by time limit 2000));
      get diagnostics gone = row_count;
      alter table audit_rest enable trigger audit_no_change;
    end if;
    return gone = 2000;
  exception when lock_not_available then
    -- Another session uses the table: the next run tries again.
    return false;
  end;
end
$$;
revoke execute on function audit_upkeep(integer) from public;

-- A fixed path, so that no table or function of the caller's is used with the owner's rights. Roles
-- that could execute the old function may execute this one.
do $$
declare
  grantee text;
begin
  execute format('alter function audit_upkeep(integer) set search_path = %I, pg_temp',
    current_schema());
  for grantee in
    select distinct r.rolname from pg_proc p, aclexplode(p.proacl) a, pg_roles r
    where p.oid = 'audit_upkeep_before(integer)'::regprocedure and r.oid = a.grantee
      and a.grantee <> p.proowner
  loop
    execute format('grant execute on function audit_upkeep(integer) to %I', grantee);
  end loop;
end
$$;
drop function audit_upkeep_before(integer);
