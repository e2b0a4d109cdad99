import type { Client, Pool, PoolClient } from 'pg'

/** A table as the catalogue describes it; all parts are SQL. */
export interface CatalogueTable {
  name: string
  comment: string | null
  columns: string[]
  constraints: string[]
  /** Statements for its column comments, indexes, statistics, triggers, row-level security and grants. */
  statements: string[]
  /** In the order in which they fire. */
  triggers: CatalogueTrigger[]
}

/** A trigger, described in words. */
export interface CatalogueTrigger {
  name: string
  /** `before each row` */
  moment: string
  /** `insert or update of postcode` */
  events: string
  condition: string | null
  function: string
}

/** A function or view. */
export interface CatalogueDefinition {
  name: string
  /** Names and types of the arguments of a function; empty for a view. */
  signature: string
  comment: string | null
  sql: string
  grants: string[]
}

export interface Catalogue {
  extensions: string[]
  tables: CatalogueTable[]
  views: CatalogueDefinition[]
  functions: CatalogueDefinition[]
}

/** SQL condition for the application's own tables and views, without the two that only migrating uses. */
const OWN = `relnamespace = 'public'::regnamespace and relname not in ('schema_migrations', 'schema_definitions')`

/** SQL for the grants in an access list (ACL), except those to the owner and to public. */
const grantsOf = (acl: string, owner: string, object: string) => `
  select format('grant %s on %s to %s;', string_agg(lower(privilege_type), ', ' order by privilege_type collate "C"),
                ${object}, grantee::regrole)
    from aclexplode(${acl}) where grantee <> ${owner} and grantee <> 0
   group by grantee order by grantee::regrole::text collate "C"`

const TABLES = `
  select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
    array(
      select format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
               case when a.attnotnull then ' not null' else '' end,
               case when a.attgenerated = 's' then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
                    when a.attidentity = 'a' then ' generated always as identity'
                    when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
                    else '' end)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
    array(
      select format('constraint %I %s', conname, pg_get_constraintdef(oid)) from pg_constraint
       where conrelid = c.oid and contype in ('p', 'u', 'f', 'c', 'x')
       order by position(contype in 'pufcx'), conname) as constraints,
    array(
      select format('comment on column %I.%I is %L;', c.relname, attname, col_description(c.oid, attnum))
        from pg_attribute where attrelid = c.oid and attnum > 0 and col_description(c.oid, attnum) is not null
       order by attnum)
    || array(
      select pg_get_indexdef(indexrelid) || ';' from pg_index i
       where indrelid = c.oid and not exists (select from pg_constraint where conindid = i.indexrelid and conrelid = c.oid)
       order by indexrelid::regclass::text collate "C")
    || array(
      select pg_get_statisticsobjdef(oid) || ';' from pg_statistic_ext where stxrelid = c.oid order by stxname)
    || array(
      select pg_get_triggerdef(oid) || ';' from pg_trigger where tgrelid = c.oid and not tgisinternal order by tgname)
    || case when c.relrowsecurity then array[format('alter table %I enable row level security;', c.relname)]
            else '{}' end
    || array(
      select format('create policy %I on %I%s%s%s%s;', polname, c.relname,
               case polcmd when '*' then '' when 'r' then ' for select' when 'a' then ' for insert'
                           when 'w' then ' for update' else ' for delete' end,
               case when polroles <> '{0}' then ' to ' || (
                 select string_agg(role::regrole::text, ', ' order by role::regrole::text collate "C") from unnest(polroles) role)
                    else '' end,
               ' using (' || pg_get_expr(polqual, polrelid) || ')',
               ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
        from pg_policy where polrelid = c.oid order by polname)
    || array(${grantsOf('c.relacl', 'c.relowner', 'quote_ident(c.relname)')})
    || array(
      select format('grant %s (%s) on %I to %s;', lower(privilege_type), string_agg(attname, ', ' order by attnum),
               c.relname, grantee::regrole)
        from pg_attribute a, aclexplode(a.attacl) where a.attrelid = c.oid
       group by privilege_type, grantee order by grantee::regrole::text collate "C", privilege_type collate "C") as statements,
    (select coalesce(jsonb_agg(jsonb_build_object(
              'name', tgname,
              'moment', case when tgtype & 2 > 0 then 'before' else 'after' end
                        || case when tgtype & 1 > 0 then ' each row' else ' the statement' end,
              'events', substring(pg_get_triggerdef(t.oid) from '(?:BEFORE|AFTER) (.*?) ON '),
              'condition', substring(pg_get_triggerdef(t.oid) from ' WHEN \\((.*)\\) EXECUTE '),
              'function', tgfoid::regproc::text)
              order by array_position(array[2, 3, 1, 0], tgtype & 3), tgname), '[]')
       from pg_trigger t where tgrelid = c.oid and not tgisinternal) as triggers
  from pg_class c where relkind = 'r' and ${OWN} order by relname`

const VIEWS = `
  select c.oid::regclass::text as name, '' as signature, obj_description(c.oid, 'pg_class') as comment,
    format('create view %s%s as%s', c.oid::regclass, ' with (' || array_to_string(c.reloptions, ', ') || ')',
           E'\\n' || pg_get_viewdef(c.oid, true)) as sql,
    array(${grantsOf('c.relacl', 'c.relowner', 'c.oid::regclass')}) as grants
  from pg_class c
 where relkind = 'v' and (${OWN} or relnamespace = 'reporting'::regnamespace) order by 1`

const FUNCTIONS = `
  select p.proname as name, pg_get_function_identity_arguments(p.oid) as signature,
    obj_description(p.oid, 'pg_proc') as comment, pg_get_functiondef(p.oid) || ';' as sql,
    array(select format('revoke execute on function %s from public;', p.oid::regprocedure)
           where p.proacl is not null and not exists (select from aclexplode(p.proacl) where grantee = 0))
    || array(${grantsOf('p.proacl', 'p.proowner', `'function ' || p.oid::regprocedure`)}) as grants
  from pg_proc p
 where pronamespace = 'public'::regnamespace
   and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
 order by proname, p.oid::regprocedure::text collate "C"`

const EXTENSIONS = `select extname as name from pg_extension where extname <> 'plpgsql' order by extname`

/** Reads the application's schema from the catalogue of a database. */
export async function readCatalogue(database: Client | Pool | PoolClient): Promise<Catalogue> {
  const extensions = await database.query<{ name: string }>(EXTENSIONS)
  const tables = await database.query<CatalogueTable>(TABLES)
  const views = await database.query<CatalogueDefinition>(VIEWS)
  const functions = await database.query<CatalogueDefinition>(FUNCTIONS)
  return {
    extensions: extensions.rows.map(({ name }) => name),
    tables: tables.rows,
    views: views.rows,
    functions: functions.rows,
  }
}
