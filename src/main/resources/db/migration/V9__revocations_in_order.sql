-- Nodes read all revocations in this order, page by page.

create index revocations_in_order on revocations (expires_at, session_id);
drop index revocations_expires_at;
