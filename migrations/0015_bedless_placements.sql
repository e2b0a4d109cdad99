-- Most placements of an imported return have no bed: they neither take one nor free one, so nothing of the beds'
-- free nights is made anew for them.
drop trigger use_bed on placements;
create trigger use_bed_when_placed after insert on placements
  for each row when (new.bed_id is not null) execute function use_bed_for_placement();
create trigger use_bed_when_moved after update on placements
  for each row when (new.bed_id is not null or old.bed_id is not null) execute function use_bed_for_placement();
