import { ageOn, type CivilDate } from '../../domain/dates.ts'
import type { Journey } from '../../domain/moves/journey.ts'
import { careLevelOf, stepsFrom, type MoveDirection, type OfferedStep } from '../../domain/moves/ladder.ts'
import { placementTypes, type PlacementType } from '../../domain/placement-types.ts'
import { additionalSupport } from '../../domain/referral.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { Problem } from '../../platform/http/problem.ts'
import { pictureOf } from '../care-record/picture.ts'
import { searchCriteria } from '../matching/search-criteria.ts'
import { understand } from '../matching/need.ts'
import { presentOptions } from '../matching/option.ts'
import { judgePlacesToAvoid } from '../matching/queries/avoid.ts'
import { findOptions, type FoundOption } from '../matching/queries/options.ts'
import { companyIn } from './queries.ts'
import type { PlacementSearch, MoveOptions } from './schema.ts'

type Option = MoveOptions['steps'][number]['options'][number]

/** The most options read for a step, best first. Those off its level and the present home are then left out. */
const CONSIDERED = 60

const entryStep = {
  to: null,
  title: 'A first placement',
  types: null,
  reachedBy: 'vacancy',
  open: true,
  why: null,
  note: 'The most appropriate placement available (Children Act 1989 s22C).',
} as const

interface StepOptions {
  options: Option[]
  childIds: string[]
  profile: MoveOptions['profile']
}

const none: StepOptions = { options: [], childIds: [], profile: null }

/**
 * Every step of the care ladder in a direction, with the vacancies it leads to. `childIds` are the children whose
 * records were read for it, for the access log.
 * @throws {Problem} where the child is not aged 0 to 25 on the day, or has no placement to step from
 */
export async function findMoveOptions(
  tx: Tx,
  journey: Journey,
  ask: PlacementSearch,
  today: CivilDate,
): Promise<{ answer: MoveOptions; childIds: string[] }> {
  const age = ageOn(journey.record.dateOfBirth, ask.from)
  if (age < 0 || age > 25)
    throw fieldProblem('from', 'the child must be aged 0 to 25 on that day', 'age-0-to-25')
  const steps = ask.direction === 'entry' ? [entryStep] : stepsOf(journey, ask.direction, age)
  const stepAnswers: MoveOptions['steps'] = []
  let profileUsed: MoveOptions['profile'] = null
  const childIdsRead = new Set([journey.record.childId])
  for (const step of steps) {
    const vacant = step.open && step.reachedBy === 'vacancy'
    const { options, childIds, profile } = vacant
      ? await vacanciesFor(tx, { journey, ask, step, today })
      : none
    profileUsed = profile ?? profileUsed
    for (const childId of childIds) childIdsRead.add(childId)
    stepAnswers.push({
      to: step.to,
      title: step.title,
      types: [...(step.types ?? [])],
      reachedBy: step.reachedBy,
      open: step.open,
      why: step.why,
      note: step.note,
      href: step.reachedBy === 'same-carer' ? `/v1/placements/${journey.current?.id}/staying-put` : null,
      options,
    })
  }
  const answer: MoveOptions = {
    ...pictureOf(journey),
    direction: ask.direction,
    from: ask.from,
    to: ask.to,
    profile: profileUsed,
    steps: stepAnswers,
    support:
      ask.direction === 'stability'
        ? Object.entries(additionalSupport).map(([code, title]) => ({
            code: code as keyof typeof additionalSupport,
            title,
          }))
        : [],
  }
  return { answer, childIds: [...childIdsRead] }
}

function stepsOf({ current, home }: Journey, direction: MoveDirection, age: number): OfferedStep[] {
  const level = current && careLevelOf(current.type, home?.capabilities ?? [])
  if (level === null) {
    const detail =
      current === null
        ? 'No placement is recorded on that day: ask for an entry to care, or record where the child lives.'
        : `There are no steps from a placement of type "${placementTypes[current.type].label}".`
    throw new Problem('rule-broken', detail, [{ pointer: '#/direction', detail, code: 'no-steps' }])
  }
  return stepsFrom(level, direction, age)
}

async function vacanciesFor(
  tx: Tx,
  {
    journey: { record, current, home },
    ask,
    step: { to, types },
    today,
  }: {
    journey: Journey
    ask: PlacementSearch
    step: Pick<OfferedStep, 'to' | 'types'> | typeof entryStep
    today: CivilDate
  },
): Promise<StepOptions> {
  const { from, to: leavesOn, capabilities, maxMiles, inAuthority } = ask
  const search = searchCriteria.parse({
    children: [{ childId: record.childId, capabilities }],
    from,
    to: leavesOn,
    types: types as PlacementType[] | null,
    maxMiles,
    inAuthority,
  })
  const resolution = await understand(tx, search, today)
  const { need, places, profile, childIds } = resolution
  const rows = await findOptions(tx, { need, places, profile, limit: CONSIDERED })
  const isOffered = ({ home: { id }, type, capabilities }: FoundOption) =>
    id !== current?.homeId && (to === null || careLevelOf(type, capabilities) === to)
  const views = await presentOptions(tx, resolution, rows.filter(isOffered).slice(0, ask.limit))
  const homeIds = [...new Set(views.map(({ home: { id } }) => id))]
  const needs = resolution.facts.records.get(record.childId)?.needs
  const areas = await judgePlacesToAvoid(tx, needs?.placesToAvoid ?? [], homeIds)
  const company = await companyIn(tx, homeIds, from, record.childId)
  const options = views.map((option) => ({
    ...option,
    areasToAvoid: areas.get(option.home.id) ?? [],
    company: company.get(option.home.id) ?? [],
    costDifference: difference(option.weeklyCost, home?.weeklyCost ?? null, 100),
    distanceDifference: difference(option.distanceMiles, current?.distanceMiles ?? null, 10),
  }))
  return { options, childIds, profile: { name: profile.name, version: profile.version } }
}

/** a - b without floating-point error, in units of 1/parts (100 for pence, 10 for tenths of a mile); null where either is. */
function difference(a: number | null, b: number | null, parts: number): number | null {
  return a === null || b === null ? null : (Math.round(a * parts) - Math.round(b * parts)) / parts
}
