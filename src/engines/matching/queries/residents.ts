import type { Need } from '../../../domain/matching/types.ts'
import type { Parameters } from './parameters.ts'

/** SQL of the nights asked for, as a date range. */
export function nightsOf({ from, to }: Need, p: Parameters): string {
  return `daterange(${p(from, 'date')}, ${p(to, 'date')})`
}

/** SQL of the least age in whole years of resident `l` on the first night, as far as the reader may know it. */
export const youngestAge = ({ from }: Need, p: Parameters) => `age_on(${p(from, 'date')}, upper(l.born) - 1)`

/** SQL of the greatest such age. Of the authority's own children it is the same. */
export const oldestAge = ({ from }: Need, p: Parameters) => `age_on(${p(from, 'date')}, lower(l.born))`

/**
 * SQL condition: `l`, a row of `living_there` or `choosy_there`, is in the home on any of the nights (placed, agreed,
 * held, or overdue: past the planned end with no end recorded) and is none of the search's children.
 */
export function isCompany(home: string, { from, to, today, childIds }: Need, p: Parameters): string {
  return `l.home_id = ${home} and l.expires_at > now()
      and l.from_on < ${to === null ? `'infinity'` : p(to, 'date')}
      and (l.to_on > ${p(from, 'date')} or l.awaited_on <= ${p(today, 'date')})
      and (l.own_child_id is null or l.own_child_id <> all(${p(childIds, 'uuid[]')}))`
}

/** SQL of the most who live in a home at once over the nights, beside the search's children. */
export const mostLivingThere = (home: string, need: Need, p: Parameters) =>
  `most_living_there(${home}, ${nightsOf(need, p)}, ${p(need.childIds, 'uuid[]')}, ${p(need.today, 'date')})::integer`

/** SQL of everyone in a home on any of the nights, as a JSON array of ages and whom they can live with. */
export function whoLivesThere(home: string, need: Need, p: Parameters): string {
  return `coalesce((select jsonb_agg(jsonb_build_object('youngest', ${youngestAge(need, p)}, 'oldest', ${oldestAge(need, p)},
              'livingWith', l.living_with) order by l.born, l.living_with)
     from living_there l where ${isCompany(home, need, p)}), '[]')`
}

/** SQL condition: restriction `r` stops placements in a home on any of the nights. */
export function isRestricted(home: string, need: Need, p: Parameters): string {
  return `r.home_id = ${home} and r.nights && ${nightsOf(need, p)}`
}

/** SQL of the restriction of a home on any of the nights, the one that lasts longest; null for none. */
export function restrictionOf(home: string, need: Need, p: Parameters): string {
  return `(select jsonb_build_object('kind', r.kind, 'until', r.ends_on)
     from home_restrictions r where ${isRestricted(home, need, p)} order by r.ends_on desc nulls first, r.id limit 1)`
}
