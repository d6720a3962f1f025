-- Unread letters are counted on every page that a resident opens.
CREATE INDEX letters_unread ON letters (community, resident, read_at);
