import t from 'tap'
import { setColumn, setViewName } from '../../../src/domain/feeds/names.ts'
import type { FeedSet, FeedType } from '../../../src/domain/feeds/set.ts'
import { feedSets } from '../../../src/domain/feeds/sets.ts'
import { testDatabase } from '../../support/database.ts'

const { ownerPool } = await testDatabase(t)

const types: Record<FeedType, string> = {
  text: 'text',
  id: 'uuid',
  date: 'date',
  instant: 'timestamp with time zone',
  integer: 'integer',
  decimal: 'double precision',
  boolean: 'boolean',
}

interface View {
  name: string
  comment: string
  options: string[]
  grants: string[]
  columns: { name: string; type: string; comment: string }[]
}

async function readViews(): Promise<Map<string, View>> {
  const { rows } = await ownerPool.query<View>(
    `select c.relname as name, obj_description(c.oid, 'pg_class') as comment, c.reloptions as options,
            array(select grantee::regrole || ' ' || lower(privilege_type) from aclexplode(c.relacl)
                   where grantee <> c.relowner order by 1) as grants,
            (select jsonb_agg(jsonb_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
                                                 'comment', col_description(c.oid, attnum)) order by attnum)
               from pg_attribute where attrelid = c.oid and attnum > 0) as columns
       from pg_class c where relnamespace = 'reporting'::regnamespace`,
  )
  return new Map(rows.map((row) => [row.name, row]))
}

t.test(
  'every set is a view with the columns, types and words that it declares, and nothing else is',
  async (t) => {
    const views = await readViews()
    for (const [set, { title, words, columns }] of Object.entries<FeedSet>(feedSets)) {
      const view = views.get(setViewName(set))
      t.equal(view?.comment, `${title}. ${words}`, set)
      t.same(
        view?.columns,
        Object.entries(columns).map(([column, { type, words: sentence, needs }]) => ({
          name: setColumn(column),
          type: types[type],
          comment: needs === undefined ? sentence : `${sentence} Null for a login without ${needs}.`,
        })),
        set,
      )
      t.same(
        view?.options,
        ['security_barrier=true'],
        `${set}: conditions of a reader come after those of the view`,
      )
      t.same(view?.grants, ['sufficiency_app select', 'sufficiency_reporting select'], set)
      views.delete(setViewName(set))
    }
    t.same([...views.keys()], [])
  },
)
