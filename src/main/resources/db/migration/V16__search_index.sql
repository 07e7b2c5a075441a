-- New entries of the index no longer gather in a list, which each search would read. Once the list
-- had 4 MB, one log-in had to sort its entries into the index: a second, with a million users.
do $$
begin
  if exists (select from pg_class c join pg_am a on a.oid = c.relam
      where c.oid = to_regclass('users_infix') and a.amname = 'gin') then
    perform gin_clean_pending_list('users_infix');
    -- All statements on users would wait behind this one. The node tries again after a second.
    set local lock_timeout = '1s';
    alter index users_infix set (fastupdate = off);
    perform gin_clean_pending_list('users_infix');
  end if;
end
$$;
