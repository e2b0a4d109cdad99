-- The watch lists are kept in memory until a record changes that they are worked out from, and approvals of carers are among these.

select note_changes('carer_approvals');
