-- The list of messages of a rare kind read all messages.
create index mails_kind on mails (kind, id);
