import type { z } from 'zod'
import type { CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { placementTypes } from '../../domain/placement-types.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { countNights, nightsAhead, runsOfBed } from './nights.ts'
import { readBoardHomes, type BoardFilters } from './queries/board.ts'
import { readBeds } from './queries/home.ts'
import type { boardHome } from './schema.ts'

type BoardHome = z.output<typeof boardHome>

/** Which of the homes to show by their free beds: those with one tonight, or on some night of the eight weeks. */
export const freeNights = ['tonight', 'some'] as const

type BoardKey = readonly [name: string, id: string]
/** By what the homes are in order. */
export const boardKeyOf = ({ home }: BoardHome): BoardKey => [home.name, home.id]
export const isLaterOnBoard = ([name, id]: BoardKey, [otherName, otherId]: BoardKey): boolean =>
  name === otherName ? id > otherId : name > otherName

/** The homes with their beds tonight and on the nights of the next eight weeks, by name. */
export async function boardOfVacancies(
  tx: Tx,
  { free, ...filters }: BoardFilters & { free?: (typeof freeNights)[number] | undefined },
  today: CivilDate,
): Promise<BoardHome[]> {
  const window = nightsAhead(today)
  const homes = await readBoardHomes(tx, filters, window)
  const beds = await readBeds(
    tx,
    homes.map(({ id }) => id),
    window,
  )
  const bedsByHome = groupBy(beds, ({ homeId }) => homeId)
  return homes
    .flatMap((home): BoardHome[] => {
      const own = bedsByHome.get(home.id)
      if (own === undefined) return []
      const nights = countNights(
        own.map((bed) => ({ runs: runsOfBed(bed, window) })),
        window,
      )
      return [
        {
          home: { ...home, title: placementTypes[home.type].label, href: `/v1/homes/${home.id}` },
          beds: own.length,
          tonight: nights[0]!.state,
          nights: nights.map(({ from, to, state }) => ({ from, to, ...state })),
        },
      ]
    })
    .filter(
      ({ tonight, nights }) =>
        free === undefined || (free === 'tonight' ? tonight.free > 0 : nights.some((run) => run.free > 0)),
    )
    .toSorted((a, b) => (isLaterOnBoard(boardKeyOf(a), boardKeyOf(b)) ? 1 : -1))
}
