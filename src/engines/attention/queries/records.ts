import { shortBreakStatuses } from '../../../domain/codes.ts'
import { duplicateSigns } from '../../../domain/duplicates.ts'
import { sqlList, type AttentionSource } from './source.ts'

/** Rows about what was decided and is not done, and about what was handed in. */
export const recordSources: readonly AttentionSource[] = [
  {
    kinds: ['panel-action-overdue'],
    sql: `
      select 'panel-action-overdue' as kind, a.id as about_id, '' as part, a.due_on::text as due,
             array[c.child_id] as child_ids, null::uuid as home_id, 'For: ' || a.owner_role || '.' as detail
        from asked, panel_actions a
        join panel_cases c on c.id = a.case_id
       where a.done_on is null and a.dropped_on is null and a.due_on < today`,
  },
  {
    kinds: ['missing-from-return'],
    sql: `
      select 'missing-from-return' as kind, c.id as about_id, '' as part, latest.day::text as due,
             array[c.id] as child_ids, null::uuid as home_id,
             'The return of ' || latest.year || ' has no episode of the child.' as detail
        from asked, lateral (
          select r.collection_year as year, least(make_date(r.collection_year, 3, 31), max(i.created_at at time zone 'Europe/London')::date) as day
            from return_rows r join imports i on i.id = r.import_id
           where r.module = 'episodes'
           group by r.collection_year order by r.collection_year desc limit 1) latest
        join in_care k on true
        join children c on c.id = k.child_id
       where coalesce(k.legal_status not in ${sqlList(shortBreakStatuses)}, true) and k.started_on <= latest.day
         and not exists (select from return_rows r
                          where r.module = 'episodes' and r.collection_year = latest.year
                            and r.child_reference = c.reference)
         and not exists (select from import_questions q where q.child_id = c.id and q.status = 'open')`,
  },
  {
    kinds: ['care-end-to-confirm'],
    sql: `
      select 'care-end-to-confirm' as kind, p.id as about_id, '' as part, p.ended_on::text as due,
             array[p.child_id] as child_ids, null::uuid as home_id,
             'Care is taken to have ended on ' || to_char(p.ended_on, 'FMDD FMMonth YYYY') || ', the earliest day that the returns allow.' as detail
        from asked, care_periods p
       where p.end_to_confirm`,
  },
  {
    kinds: ['import-question-open'],
    sql: `
      select 'import-question-open' as kind, q.id as about_id, '' as part,
             (q.created_at at time zone 'Europe/London')::date::text as due,
             array[q.child_id] as child_ids, null::uuid as home_id,
             'Asked on ' || to_char(q.created_at at time zone 'Europe/London', 'FMDD FMMonth YYYY') ||
             ', by an import. Nothing of the return is used of the child until it is answered.' as detail
        from asked, import_questions q
       where q.status = 'open'`,
  },
  {
    kinds: ['duplicate-suspected'],
    sql: `
      select 'duplicate-suspected' as kind, s.child_id as about_id, s.other_child_id::text as part,
             (select (max(c.created_at) at time zone 'Europe/London')::date::text from children c
               where c.id in (s.child_id, s.other_child_id)) as due,
             array[s.child_id, s.other_child_id] as child_ids, null::uuid as home_id,
             (select string_agg(said.words, ' ') from jsonb_each_text('${JSON.stringify(duplicateSigns)}') said (sign, words)
               where said.sign = any(s.because)) as detail
        from asked, suspected_duplicates() s
       where exists (select from in_care k where k.child_id in (s.child_id, s.other_child_id))`,
  },
]
