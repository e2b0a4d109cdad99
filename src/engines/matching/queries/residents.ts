import type { Need } from '../../../domain/matching/types.ts'
import type { Parameters } from './parameters.ts'

/** The age in whole years of resident `l` on the first night. */
export const ageThen = ({ from }: Need, p: Parameters) =>
  `extract(year from age(${p(from, 'date')}, l.born_on))::integer`

/**
 * That `l`, of `living_there` or `choosy_there`, is in the home on some of the nights: placed, agreed, held, or there
 * past the planned end with no end recorded; and is none of the children asked for.
 */
export function isCompany(home: string, { from, to, today, childIds }: Need, p: Parameters): string {
  return `l.home_id = ${home} and l.expires_at > now()
      and l.from_on < ${to === null ? `'infinity'` : p(to, 'date')}
      and (l.to_on > ${p(from, 'date')} or l.awaited_on <= ${p(today, 'date')})
      and (l.own_child_id is null or l.own_child_id <> all(${p(childIds, 'uuid[]')}))`
}

/** Everyone who is in a home on some of the nights, by age and by whom they can live with. */
export function whoLivesThere(home: string, need: Need, p: Parameters): string {
  return `coalesce((select jsonb_agg(jsonb_build_object('age', ${ageThen(need, p)}, 'livingWith', l.living_with)
          order by l.born_on, l.living_with)
     from living_there l where ${isCompany(home, need, p)}), '[]')`
}

/** That restriction `r` keeps children out of a home on some of the nights. */
export function isRestricted(home: string, { from, to }: Need, p: Parameters): string {
  return `r.home_id = ${home} and r.nights && daterange(${p(from, 'date')}, ${p(to, 'date')})`
}

/** The restriction of a home that lasts longest, of those on some of the nights; null where there is none. */
export function restrictionOf(home: string, need: Need, p: Parameters): string {
  return `(select jsonb_build_object('kind', r.kind, 'until', r.ends_on)
     from home_restrictions r where ${isRestricted(home, need, p)} order by r.ends_on desc nulls first, r.id limit 1)`
}
