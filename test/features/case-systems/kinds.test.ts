import t from 'tap'
import { z } from 'zod'
import {
  referenceFields,
  upsertKinds,
  upsertPaths,
  type UpsertKind,
} from '../../../src/domain/case-systems/kinds.ts'
import { testApp } from '../../support/app.ts'

/** What is declared of the kinds is as the resources and the database have it. */

const service = await testApp(t)
const { resources, actions } = service.app
const kinds: [string, UpsertKind][] = Object.entries(upsertKinds)

/** The names of the fields that take an identifier of ours. */
const idsOf = (fields: z.ZodObject): string[] =>
  Object.entries(fields.shape)
    .filter(([, field]) =>
      /"format":"(guid|uuid)"/.test(JSON.stringify(z.toJSONSchema(field as z.ZodType, { io: 'input' }))),
    )
    .map(([name]) => name)

t.test('every field that refers to a record says which kind, and that comes no later', (t) => {
  for (const [index, path] of upsertPaths.entries()) {
    const { fields } = resources.get(path) ?? (t.fail(path) as never)
    for (const name of idsOf(fields)) {
      const target = referenceFields[name]
      t.ok(target, `${path}: ${name}`)
      t.ok(upsertPaths.indexOf(target!) <= index, `${path} after ${target}`)
    }
  }
  t.end()
})

t.test('fields by which a record is found, ends and is acted on are its own', (t) => {
  for (const [path, { names, ending, steps = [] }] of kinds) {
    const resource = resources.get(path)
    const fields = Object.keys(resource?.fields.shape ?? {})
    const view = Object.keys(resource?.view.shape ?? {})
    for (const name of names.flat()) t.ok(fields.includes(name), `${path}: ${name}`)
    for (const end of [ending, ending?.unstarted])
      for (const name of [end?.day, end?.reason]) t.ok(!name || view.includes(name), `${path}: ${name}`)
    for (const { action, field, body, later } of steps) {
      t.ok(actions.has(`/v1/${path}/:id/${action}`), `${path}: ${action}`)
      for (const name of [field, ...Object.values(body), ...later])
        t.ok(view.includes(name), `${path}: ${name}`)
    }
  }
  t.end()
})

t.test('the database has an identifier refer to the table of each kind', async (t) => {
  const { rows } = await service.ownerPool.query<{ kind: string; recordType: string }>(
    `select (regexp_match(pg_get_expr(d.adbin, d.adrelid), a.attname || ' IS NOT NULL\\) THEN ''([a-z-]+)'''))[1] as kind,
            c.confrelid::regclass::text as "recordType"
       from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
       join pg_attribute k on k.attrelid = c.conrelid and k.attname = 'kind'
       join pg_attrdef d on d.adrelid = c.conrelid and d.adnum = k.attnum
      where c.conrelid = 'external_ids'::regclass and c.contype = 'f' and c.confdeltype = 'c'`,
  )
  t.same(
    rows.map(({ kind, recordType }) => [kind, recordType]).sort(),
    upsertPaths.map((path) => [path, resources.get(path)?.store.table]).sort(),
  )
})
