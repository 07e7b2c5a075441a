-- What happened, to whom, when. It outlives the users it tells of, so it refers to none of them.

create table audit (
  time       timestamptz  not null default clock_timestamp(),
  event      varchar(40)  not null,
  -- Who did it, where that is a user; and the user whom it concerns.
  actor_id   bigint,
  user_id    bigint,
  session_id varchar(22)  not null default '',
  ip         varchar(45)  not null,
  user_agent varchar(255) not null,
  request_id varchar(64)  not null,
  detail     varchar(200) not null default ''
) partition by range (time);
create index audit_time on audit (time);
create index audit_user_id on audit (user_id, time);

-- Takes what no month has been made for, so that nothing is ever lost.
create table audit_rest partition of audit default;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only';
end
$$;
create trigger audit_no_change before update or delete on audit
  for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit
  for each statement execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit_rest
  for each statement execute function audit_is_append_only();

-- Makes the partitions of this month and the next two, and drops what is wholly older than so many
-- days. It waits for no lock long, since everybody else would wait behind it.
create function audit_upkeep(retention_days integer) returns void language plpgsql
  set lock_timeout = '100ms' set timezone = 'UTC' as $$
declare
  oldest timestamptz := now() - make_interval(days => retention_days);
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
    -- A month of which the rest has taken rows already stays there.
    if to_regclass(part) is null
        and not exists (select from audit_rest where time >= lower and time < upper) then
      -- Made alone and attached then: that waits for nobody who writes, nor they for it.
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
      delete from audit_rest where time < oldest;
      alter table audit_rest enable trigger audit_no_change;
    end if;
  exception when lock_not_available then
    -- This takes the table for a moment. Somebody has it: the next time, then.
    return;
  end;
end
$$;
select audit_upkeep(36500);
