-- Counting the messages of a short time read all messages.
create index mails_created_at on mails (created_at, id);
