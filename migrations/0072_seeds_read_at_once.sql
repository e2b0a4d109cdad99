-- Whose seed may be read is asked once a query, and not of each of its rows.

drop policy own_seed on sandbox_rows;
create policy own_seed on sandbox_rows for select to sufficiency_sandbox using (sandbox = (select sandbox_authority()));
