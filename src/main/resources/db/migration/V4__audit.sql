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

-- Makes the partitions of this month and the next two, and drops those that are wholly older than
-- so many days. It waits for no lock long, since everybody else would wait behind it.
create function audit_upkeep(retention_days integer) returns void language plpgsql
  set lock_timeout = '100ms' set timezone = 'UTC' as $$
declare
  month date;
  part  text;
begin
  if not pg_try_advisory_xact_lock(hashtext('steward audit')) then
    return;
  end if;
  for i in 0..2 loop
    month := date_trunc('month', now()) + make_interval(months => i);
    part := 'audit_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      execute format('create table %I partition of audit for values from (%L) to (%L)',
        part, month, month + interval '1 month');
      execute format('create trigger audit_no_truncate before truncate on %I
        for each statement execute function audit_is_append_only()', part);
    end if;
  end loop;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit'::regclass and c.relname ~ '^audit_\d{4}_\d{2}$'
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month'
        <= now() - make_interval(days => retention_days)
  loop
    execute format('drop table %I', part);
  end loop;
end
$$;
select audit_upkeep(36500);
