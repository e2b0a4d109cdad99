-- The derived rows of a sandbox are made anew from what its homes tell, as every other reader sees them.

grant select on visible_homes to sufficiency_sandbox;
