-- Attempts after which nobody knows whether the mail server accepted the message. They are limited,
-- because the reader may get the message each time.
alter table mails add column unclear_attempts integer not null default 0;
