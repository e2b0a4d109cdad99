import { unusualAccessSql } from '../../access-review/queries.ts'
import type { AttentionSource } from './source.ts'

/** Days back for which unusual accesses that nobody has looked into are on the list. */
const LISTED_DAYS = 7

const midnight = (days: string) =>
  `((select today from asked) + ${days})::timestamp at time zone 'Europe/London'`

/** Rows about who read what of people. Who it was is for those alone who may read it at the address of the row. */
export const peopleSources: readonly AttentionSource[] = [
  {
    kinds: ['unusual-access', 'glass-broken'],
    sql: `
      select case u.rule when 'glass-broken' then 'glass-broken' else 'unusual-access' end as kind, u.id as about_id,
             '' as part, to_char(u.began at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due, '{}'::uuid[] as child_ids,
             null::uuid as home_id,
             case u.rule when 'many-children' then 'Many children within an hour.' when 'at-night' then 'At night.'
                         else 'What the role does not show was opened, with a reason.' end as detail
        from (${unusualAccessSql(`(${midnight(`-${LISTED_DAYS}`)})`, `(${midnight('1')})`)}) u
       where not exists (select from access_reviews r where r.id = u.id)`,
  },
]
