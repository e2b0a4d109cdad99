import { lateAfterDays } from '../../../domain/daily-collection/receivers.ts'
import type { AttentionSource } from './source.ts'

/** Rows about what the daily collection does not have. */
export const dailyCollectionSources: readonly AttentionSource[] = [
  {
    kinds: ['daily-record-refused'],
    sql: `
      select 'daily-record-refused' as kind, d.id as about_id, '' as part,
             (d.refused_at at time zone 'Europe/London')::date::text as due,
             array(select c.id from children c where c.reference = d.la_child_id and c.merged_into_id is null) as child_ids,
             null::uuid as home_id,
             'In question: ' || coalesce((
               select string_agg(distinct split_part(f ->> 'pointer', '/', -1), ', ')
                 from jsonb_array_elements(d.faults) f where f ->> 'pointer' <> ''), 'the record as a whole') || '.' as detail
        from asked, daily_children d join daily_receivers r on r.id = d.receiver_id
       where d.refused_hash is not null and not r.paused`,
  },
  {
    kinds: ['daily-push-late'],
    sql: `
      select 'daily-push-late' as kind, r.id as about_id, '' as part,
             case when sent.always then latest.day + ${lateAfterDays} else today end::text as due,
             '{}'::uuid[] as child_ids, null::uuid as home_id,
             'The ' || r.kind || ' receiver: ' || case when r.succeeded_at is null then 'no push has come through yet.'
               else 'the last push that came through was on ' || to_char(r.succeeded_at at time zone 'Europe/London', 'FMDD FMMonth YYYY') || '.' end
               || case when sent.always then '' else ' Nothing is sent from this database: it is a restored copy, or sending was paused by command.' end as detail
        from asked, (select is_sending() as always) sent, daily_receivers r,
             lateral (select (greatest(r.succeeded_at, r.switched_at) at time zone 'Europe/London')::date as day) latest
       where not r.paused and (latest.day < today - ${lateAfterDays} or not sent.always)`,
  },
]
