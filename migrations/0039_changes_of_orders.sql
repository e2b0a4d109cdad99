-- Figures of adoption and of deprivation of liberty read these as well.

select note_changes(input) from unnest(array['legal_statuses', 'liberty_orders']::regclass[]) input;
