import { leaving, lostInAYear, newMainstreamJourney } from '../carers.ts'
import type { Day } from '../days.ts'
import { forever, type CarerJourney, type SyntheticHome } from '../model.ts'
import { homeFacts } from '../home-kinds.ts'
import { isFree } from '../supply.ts'
import { buyHome } from './beds.ts'
import { hasYoungAdult } from './at-eighteen.ts'
import { close } from './leaving.ts'
import { endVoid } from './out-of-use.ts'
import { timesToday, type Present } from './present.ts'

/** Mainstream households approved in a year, and the open beds about which their number is kept. Invented but for the beds. */
const approvedInAYear = 13
const leavingInAYear = 12
const usualBeds = 184
/** How many times as many leave at most while there are more beds than usual. */
const mostPressure = 3

/** Days that the stages of an assessment last: least and most, from enquiry to application, assessment, panel, approval. */
const stages = { applied: [8, 40], assessed: [15, 45], panel: [90, 170], approved: [3, 14] } as const

/** Lets households enquire, go through assessment, be approved and leave. */
export function recruitCarers(present: Present): void {
  for (const { stages: lastStage, households, outcome } of lostInAYear) {
    for (let n = timesToday(present, households); n > 0; n--) enquire(present, lastStage, outcome)
  }
  for (let n = timesToday(present, approvedInAYear); n > 0; n--) enquire(present, 5, null)
  for (let n = timesToday(present, leavingInAYear * mostPressure); n > 0; n--) {
    const pressure = Math.exp((openBeds(present).length / present.factor - usualBeds) / 8)
    if (present.random.chance(pressure / mostPressure)) resign(present)
  }
}

const openBeds = ({ supply, day }: Present) =>
  supply.homes
    .filter(({ type, opensOn }) => type === 'internal-foster' && opensOn <= day)
    .flatMap(({ beds }) => beds.filter(({ closesOn }) => closesOn === null))

function enquire(present: Present, lastStage: number, outcome: string | null): void {
  const { random, journeys, gazetteer, day } = present
  const journey = newMainstreamJourney(random, gazetteer, day)
  journeys.push(journey)
  goOn(present, journey, { stage: 1, lastStage, outcome })
}

/** Households on their way on the reference day go on, mostly to approval from the later stages. */
export function carryOnWithAssessments(present: Present): void {
  for (const journey of present.journeys) {
    if (journey.type !== 'mainstream' || journey.closed !== null || journey.approved !== null) continue
    const stage = [journey.enquired, journey.applied, journey.assessed, journey.panel].filter(
      (day) => day !== null,
    ).length
    const isApproved = present.random.chance([0, 0.15, 0.5, 0.75, 0.9][stage] ?? 0)
    goOn(present, journey, {
      stage,
      lastStage: isApproved ? 5 : stage,
      outcome: isApproved ? null : 'withdrawn',
    })
  }
}

interface Way {
  /** Stages begun: enquiry, application, assessment, panel, approval. */
  stage: number
  /** Stages that will have been begun in the end. */
  lastStage: number
  /** How the journey ends after the last of them; null when that is the approval. */
  outcome: string | null
}

function goOn(present: Present, journey: CarerJourney, { stage, lastStage, outcome }: Way): void {
  const { random, agenda, day } = present
  const next = (['applied', 'assessed', 'panel', 'approved'] as const)[stage - 1]
  if (stage < lastStage && next) {
    const [least, most] = stages[next]
    const nextDay = day + random.whole(least, most)
    agenda.at(nextDay, () => {
      journey[next] = nextDay
      if (next === 'approved') approve(present, journey)
      else goOn(present, journey, { stage: stage + 1, lastStage, outcome })
    })
  } else if (outcome !== null) {
    const last = day + random.whole(5, 30)
    agenda.at(last, () => Object.assign(journey, { closed: last, outcome }))
  }
}

function approve(present: Present, journey: CarerJourney): void {
  const { random, day } = present
  const beds = Number(random.weighted(homeFacts('internal-foster').beds))
  journey.home = buyHome(present, { type: 'internal-foster', reach: 'in', beds, opensOn: day })
  journey.places = beds
}

/** A household in which no child lives gives four weeks' notice. */
function resign(present: Present): void {
  const { random, agenda, journeys, day } = present
  const idle = journeys.filter(
    ({ home, type }) =>
      home !== null && type === 'mainstream' && isIdle(home, day) && !hasYoungAdult(present, home),
  )
  if (idle.length === 0) return
  const journey = random.pick(idle)
  const { beds } = journey.home as SyntheticHome
  const last = day + 28
  for (const bed of beds.filter(({ closesOn }) => closesOn === null)) {
    endVoid(bed, day)
    if (!isFree(bed, day, forever)) continue
    bed.voids.push({ id: random.uuid(), reason: 'resignation', detail: null, from: day, to: last })
    bed.taken.push({ from: day, to: last })
  }
  close(journey.home as SyntheticHome, last)
  agenda.at(last, () =>
    Object.assign(journey, { closed: last, outcome: random.weighted(leaving.mainstream) }),
  )
}

/** Nobody lives in the household or is to: its beds are free, or out of use without a known end. */
const isIdle = ({ beds, closesOn }: SyntheticHome, day: Day): boolean =>
  closesOn === null &&
  beds.every((bed) =>
    bed.taken.every(
      ({ from, to }) =>
        to <= day || (from < day && bed.voids.some((gap) => gap.from === from && gap.to === null)),
    ),
  )
