-- Two records of one child may both have been made from returns, as when the identifier was changed between two years: a
-- merge makes one record of the returns of both, and keeps what it takes away. schema/functions/merge_children.sql has it
-- with what is removed.
drop function if exists merge_children(uuid, uuid);
