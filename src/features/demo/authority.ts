import { continueTo } from './continuation/continue.ts'
import { makeJourneys } from './carers.ts'
import { referenceDay, type CrossSectionRow } from './cross-section.ts'
import { dayOf } from './days.ts'
import { makeRequests } from './demand.ts'
import { makeFamilies, assignSchools } from './families.ts'
import { makeStatuses, makeStays } from './histories.ts'
import { finishHomes } from './home-details.ts'
import { leaversOf } from './leavers.ts'
import type { SyntheticAuthority } from './model.ts'
import { partiesOf } from './parties.ts'
import { matchPastCounts } from './past-counts.ts'
import { placePast, makeAfterCare } from './past.ts'
import { gazetteerOf } from './places.ts'
import { placeReference } from './placing.ts'
import { populationsFrom } from './populations.ts'
import { randomFrom } from './random.ts'
import { demonstrationAuthority, factorOf, scaledCrossSection } from './scale.ts'
import { stockFrom } from './stock.ts'
import { Supply } from './supply.ts'
import { makeShortBreaks, makeTemporaryStays } from './temporary.ts'
import { makeVoids } from './voids.ts'

export interface AuthorityOptions {
  authorityCode: string
  seed: string
  /** First day of the history (YYYY-MM-DD). Children already in care on it came earlier. */
  start: string
  /** Last day of the history (YYYY-MM-DD), the reference day or later. */
  today: string
}

/** Options of an authority's history: five years for the demonstration authority, about twelve for the others. */
export const authorityOptions = (authorityCode: string, seed: string, today: string): AuthorityOptions => ({
  authorityCode,
  seed,
  today,
  start: authorityCode === demonstrationAuthority ? '2018-12-01' : '2012-03-31',
})

/** Makes all data of one authority. The same options give the same data, and the past is the same whatever `today` is. */
export function makeAuthority({ authorityCode, seed, start, today }: AuthorityOptions): SyntheticAuthority {
  const gazetteer = gazetteerOf(authorityCode)
  const random = randomFrom(`${seed}/${authorityCode}`)
  const isPublished = authorityCode === demonstrationAuthority
  const factor = factorOf(authorityCode)
  const rows = scaledCrossSection(factor)
  let children = 0
  const referenceOf = () => `C${String(++children).padStart(6, '0')}`

  const staying = partiesOf(random.fork('staying'), rows, referenceOf)
  const stock = stockFrom(start, factor, countOf(rows))
  const leavers = leaversOf(
    random.fork('left'),
    stock,
    staying.map(({ party }) => party),
    referenceOf,
  )
  const plans = [...staying, ...leavers]
  const historyRandom = random.fork('histories')
  for (const plan of plans) makeStays(historyRandom, plan)
  if (isPublished) matchPastCounts(random.fork('past counts'), plans)
  for (const plan of plans) makeStatuses(historyRandom, plan)

  const supply = new Supply(random.fork('supply'), gazetteer, factor)
  placeReference({ random: random.fork('reference'), supply, gazetteer, factor, isPublished }, staying)
  makeAfterCare(random.fork('after care'), { supply, gazetteer, plans: leavers, factor })
  placePast(random.fork('past'), supply, gazetteer, plans)
  makeVoids(random.fork('voids'), supply, staying, factor)
  makeTemporaryStays(random.fork('temporary'), gazetteer, plans)
  const families = [
    ...makeFamilies(random.fork('families'), gazetteer, plans),
    ...makeShortBreaks(random.fork('short breaks'), { supply, gazetteer, factor, referenceOf }),
  ]
  assignSchools(random.fork('schools'), gazetteer, families, dayOf(referenceDay))
  finishHomes(random.fork('homes'), { supply, families, plans, reference: dayOf(referenceDay) })
  const journeys = makeJourneys(random.fork('carers'), {
    homes: supply.homes,
    gazetteer,
    start: dayOf(start),
    factor,
  })
  const requests = makeRequests(
    random.fork('requests'),
    plans.map(({ party }) => party),
    supply.homes,
  )
  const onTheDesk = continueTo(dayOf(today), {
    authorityCode,
    random: random.fork('continuation'),
    supply,
    gazetteer,
    factor,
    families,
    requests,
    journeys,
    referenceOf,
  })
  const { providers, homes } = supply
  const populations = populationsFrom(factor, today)
  return {
    ...onTheDesk,
    authorityCode,
    today: dayOf(today),
    providers,
    homes,
    families,
    journeys,
    requests,
    populations,
  }
}

const countOf = (rows: readonly CrossSectionRow[]) =>
  rows.reduce((sum, { children }) => sum + children.flat().reduce((a, b) => a + b, 0), 0)
