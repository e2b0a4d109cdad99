import { tellJourneys } from './carers.ts'
import { referenceDay, type CrossSectionRow } from './cross-section.ts'
import { dayOf } from './days.ts'
import { tellRequests } from './demand.ts'
import { tellFamilies, tellSchools } from './families.ts'
import { tellStatuses, tellStays } from './histories.ts'
import { finishHomes } from './home-details.ts'
import { leaversOf } from './leavers.ts'
import type { World } from './model.ts'
import { partiesOf } from './parties.ts'
import { keepPastCounts } from './past-counts.ts'
import { placePast, tellAfterCare } from './past.ts'
import { gazetteerOf } from './places.ts'
import { placeReference } from './placing.ts'
import { populationsFrom } from './populations.ts'
import { randomFrom } from './random.ts'
import { demonstrationAuthority, factorOf, scaledCrossSection } from './scale.ts'
import { stockFrom } from './stock.ts'
import { Supply } from './supply.ts'
import { tellShortBreaks, tellTemporaryStays } from './temporary.ts'
import { tellVoids } from './voids.ts'

export interface WorldOptions {
  authorityCode: string
  seed: string
  /** First day of the history; those already in care on it came earlier. */
  start: string
}

/** Five years of history for the demonstration authority; twelve where scale is the point. */
export const worldOptions = (authorityCode: string, seed: string): WorldOptions => ({
  authorityCode,
  seed,
  start: authorityCode === demonstrationAuthority ? '2018-12-01' : '2012-03-31',
})

/** Everything of one authority up to the reference day. The same options make the same world. */
export function makeWorld({ authorityCode, seed, start }: WorldOptions): World {
  const gazetteer = gazetteerOf(authorityCode)
  const random = randomFrom(`${seed}/${authorityCode}`)
  const published = authorityCode === demonstrationAuthority
  const factor = factorOf(authorityCode)
  const rows = scaledCrossSection(factor)
  let children = 0
  const referenceOf = () => `C${String(++children).padStart(6, '0')}`

  const staying = partiesOf(random.fork('staying'), rows, referenceOf)
  const stock = stockFrom(start, factor, countOf(rows))
  const left = leaversOf(
    random.fork('left'),
    stock,
    staying.map(({ party }) => party),
    referenceOf,
  )
  const plans = [...staying, ...left]
  const telling = random.fork('histories')
  for (const plan of plans) tellStays(telling, plan)
  if (published) keepPastCounts(random.fork('past counts'), plans)
  for (const plan of plans) tellStatuses(telling, plan)

  const supply = new Supply(random.fork('supply'), gazetteer, factor)
  placeReference({ random: random.fork('reference'), supply, gazetteer, factor, published }, staying)
  tellAfterCare(random.fork('after care'), supply, gazetteer, left, factor)
  placePast(random.fork('past'), supply, gazetteer, plans)
  tellVoids(random.fork('voids'), supply, staying, factor)
  tellTemporaryStays(random.fork('temporary'), gazetteer, plans)
  const families = [
    ...tellFamilies(random.fork('families'), gazetteer, plans),
    ...tellShortBreaks(random.fork('short breaks'), supply, gazetteer, factor, referenceOf),
  ]
  tellSchools(random.fork('schools'), gazetteer, families, dayOf(referenceDay))
  finishHomes(random.fork('homes'), supply, families, plans, dayOf(referenceDay))
  const journeys = tellJourneys(random.fork('carers'), supply.homes, gazetteer, dayOf(start), factor)
  const requests = tellRequests(
    random.fork('requests'),
    plans.map(({ party }) => party),
    supply.homes,
  )
  const { providers, homes } = supply
  const populations = populationsFrom(factor)
  return { authorityCode, providers, homes, families, journeys, requests, populations }
}

const countOf = (rows: readonly CrossSectionRow[]) =>
  rows.reduce((sum, { children }) => sum + children.flat().reduce((a, b) => a + b, 0), 0)
