import type { ClientBase, Pool } from 'pg'

/**
 * Empties tables and all that refer to them, as `truncate … cascade` would. Truncating makes the files of every table
 * anew, which takes many times the work of deleting the few rows of a test.
 */
export async function emptyTables(owner: ClientBase | Pool, tables: readonly string[]): Promise<void> {
  const { rows } = await owner.query<{ name: string }>({
    name: 'tables-to-empty',
    text: `with recursive reached as (
             select unnest($1::text[])::regclass::oid as id
             union
             select conrelid from reached join pg_constraint on confrelid = reached.id and contype = 'f'
           )
           select id::regclass::text as name from reached`,
    values: [tables],
  })
  const deletions = rows.map(({ name }) => `delete from ${name};`)
  await owner.query(`
    do $$ begin
      set local session_replication_role = replica; -- no trigger fires
      ${deletions.join('\n')}
      set local session_replication_role = origin;
      perform note_all_changes();
    exception when insufficient_privilege then
      truncate ${tables.join(', ')} cascade;
      perform note_all_changes();
    end $$`)
}
