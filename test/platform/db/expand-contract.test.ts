import t from 'tap'
import { readMigrations } from '../../../src/platform/db/schema-files.ts'

/*
 * While a new version starts, processes of the one before go on with the schema that it makes. So a migration adds, and what is no
 * longer used is taken away by a later one, which says by which its use has ended (docs/developing.md).
 */

/** The last migration from before this rule. */
const BEFORE_THE_RULE = '0188'

/** What an older process would not survive. */
const contractions: Record<string, RegExp> = {
  'takes something away': /\bdrop\s+(table|column|view|function|procedure|type|domain|schema|sequence)\b/,
  'gives another name': /\brename\b/,
  'gives another type': /\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b/,
  'refuses null': /\bset\s+not\s+null\b/,
  'adds a column that older processes leave empty':
    /\badd\s+column\s+(?:(?!default|generated|,|;)[\s\S])*\bnot\s+null\b(?:(?!default|generated|,|;)[\s\S])*(,|;|$)/,
  'takes a right away': /\brevoke\b(?![^;]*\bfrom public\b)/,
}

/** `-- contract: nothing uses it since 0190`: the migration by which its use ended. */
const lastUsePattern = /^-- contract: [^\n]*\bsince (\d{4})\b/m

const statementsOf = (sql: string) => sql.replaceAll(/--[^\n]*/g, '').toLowerCase()

function faultsOf(number: string, sql: string): string[] {
  const lastUse = lastUsePattern.exec(sql)?.[1]
  if (lastUse !== undefined && lastUse < number) return []
  return Object.entries(contractions).flatMap(([fault, pattern]) =>
    pattern.test(statementsOf(sql)) ? [fault] : [],
  )
}

t.test('migrations only add, or say since when nothing uses what they take away', async (t) => {
  const migrations = (await readMigrations()).filter(({ name }) => name > `${BEFORE_THE_RULE}~`)
  const faults = migrations.flatMap(({ name, sql }) =>
    faultsOf(name.slice(0, 4), sql).map((fault) => `${name} ${fault}`),
  )
  t.same(faults, [])
})

t.test('the rule finds what an older process would not survive', async (t) => {
  const fatal = [
    'alter table children drop column sex;',
    'ALTER TABLE children\n  RENAME COLUMN sex TO gender;',
    'alter table beds alter column number type bigint;',
    'alter table beds alter number set data type bigint;',
    'alter table homes alter column name set not null;',
    'alter table homes add column ward text not null;',
    'alter table homes add column a text, add column ward text check (ward > 1) not null;',
    'drop function nights(date, date);',
    'revoke select on homes from sufficiency_app;',
    '-- contract: nothing uses it since 0200\nalter table children drop column sex;',
  ]
  for (const sql of fatal) t.equal(faultsOf('0190', sql).length > 0, true, sql)
  const harmless = [
    'alter table homes add column ward text;',
    "alter table homes add column ward text not null default '';",
    'alter table homes drop constraint homes_check; -- drop column',
    'drop trigger touch on homes; drop policy own_rows on homes;',
    'revoke execute on function f from public;',
    '-- contract: nothing uses it since 0184\nalter table children drop column sex;',
  ]
  for (const sql of harmless) t.same(faultsOf('0190', sql), [], sql)
})
