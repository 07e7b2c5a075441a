-- New entries of the index no longer gather in a list, which each search would read. Once the list
-- had 4 MB, one log-in had to sort its entries into the index: a second, with a million users.
do $$
begin
  if exists (select from pg_class c join pg_am a on a.oid = c.relam
      where c.oid = to_regclass('users_infix') and a.amname = 'gin') then
    alter index users_infix set (fastupdate = off);
    perform gin_clean_pending_list('users_infix');
  end if;
end
$$;
