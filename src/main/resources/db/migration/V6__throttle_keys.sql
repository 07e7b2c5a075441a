-- The key of a known network's bucket holds a digest of the account and the network.
alter table throttles alter column key type varchar(120) collate "C";
