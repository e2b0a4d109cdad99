import { sql, type SQL } from 'drizzle-orm'
import { tableAsKnown, type FactScope, type Source } from './source.ts'

const ofCarers: Source['columns'] = {
  carerType: sql`night.carer_type`,
  carerDistrict: sql`night.district`,
  transferredFrom: sql`coalesce(night.transferred_from, 'none')`,
}
/** A journey is a fostering household's way from enquiry to approval, and until it leaves. */
const ofJourney = sql.raw(
  'journey.authority_code, journey.id, journey.home_id, journey.carer_type, journey.district, journey.transferred_from',
)
const records: Source['records'] = { journeyId: sql`night.id`, homeId: sql`night.home_id` }
const journeys = (scope: FactScope): SQL => sql`${tableAsKnown('carer_journeys', scope)} journey`

/** Runs of nights in each stage of a journey: from the day it began until the next stage begins or the journey closes. */
export const carerNights = (scope: FactScope): Source => ({
  rows: sql`(
    select ${ofJourney}, stage.name, stage.from_on, stage.to_on
      from ${journeys(scope)},
      lateral (
        select name, day as from_on, lead(day, 1, coalesce(journey.closed_on, 'infinity')) over (order by number) as to_on
          from (values (1, 'enquiry', enquired_on), (2, 'application', applied_on),
                       (3, 'assessment', assessment_started_on), (4, 'panel', panel_on),
                       (5, 'approved', approved_on)) begun (number, name, day)
         where day is not null) stage
     where stage.from_on < stage.to_on) night`,
  columns: { ...ofCarers, carerStage: sql`night.name` },
  records,
})

/** The events of journeys, each on its day: every stage begun, the approval, and the outcome on the day of closing. */
export const carerEvents = (scope: FactScope): Source => ({
  rows: sql`(
    select ${ofJourney}, event.name, event.day as from_on, event.day + 1 as to_on,
           case when event.name in ('enquiry', 'application', 'assessment', 'panel') then event.name
                when journey.panel_on is not null then 'panel'
                when journey.assessment_started_on is not null then 'assessment'
                when journey.applied_on is not null then 'application'
                when journey.enquired_on is not null then 'enquiry' end as stage_reached,
           case event.name when 'approval' then journey.approved_on - journey.enquired_on end as days_to_approval,
           case when event.name = 'approval' then 1 when journey.approved_on is not null and event.closes then -1
                else 0 end as gained,
           journey.places
      from ${journeys(scope)},
      lateral (values ('enquiry', enquired_on, false), ('application', applied_on, false),
                      ('assessment', assessment_started_on, false), ('panel', panel_on, false),
                      ('approval', approved_on, false), (outcome, closed_on, true)) event (name, day, closes)
     where event.day is not null) night`,
  columns: {
    ...ofCarers,
    carerEvent: sql`night.name`,
    stageReached: sql`night.stage_reached`,
    daysToApproval: sql`night.days_to_approval`,
    enquired: sql`case night.name when 'enquiry' then 1 else 0 end`,
    applied: sql`case night.name when 'application' then 1 else 0 end`,
    householdsGained: sql`night.gained`,
    placesGained: sql`night.gained * coalesce(night.places, 0)`,
  },
  records,
  nth: sql`night.name`,
})
