-- System user and host of the command that caused the event, such as root@web1.
alter table audit add column operator varchar(200) not null default '';

-- The record of a deleted user contains the address.
alter table audit alter column detail type varchar(254);
