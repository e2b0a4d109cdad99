import type { Must, Need, OptionBed } from '../types.ts'
import { longDate } from '../wording.ts'

/** Free on every night `[from, to)`. A stay past its planned end occupies the bed until its actual end is recorded. */
export const freeEveryNight = {
  id: 'free-every-night',
  kind: 'must',
  title: 'Free on every night asked for',
  judge(need, { beds }) {
    const bedInUse = beds.find((bed) => !covers(bed, need))
    if (bedInUse) return { met: false, detail: 'Not free on every night asked for.' }
    const overdue = beds.find((bed) => bed.awaitingDeparture !== null && bed.awaitingDeparture <= need.today)
    if (overdue?.awaitingDeparture)
      return {
        met: false,
        detail: `The present placement was to end on ${longDate(overdue.awaitingDeparture)}, and no end is recorded.`,
      }
    const departures = beds.flatMap((bed) => bed.awaitingDeparture ?? []).sort()
    const departure = departures.at(-1)
    const nights =
      need.to === null
        ? `Free from ${longDate(need.from)}, with no end`
        : `Free on every night from ${longDate(need.from)} until ${longDate(need.to)}`
    return {
      met: true,
      detail: departure
        ? `${nights}, once the present placement ends as planned on ${longDate(departure)}.`
        : `${nights}.`,
    }
  },
} as const satisfies Must

function covers({ freeFrom, freeTo }: OptionBed, { from, to }: Need): boolean {
  return (freeFrom === null || freeFrom <= from) && (freeTo === null || (to !== null && to <= freeTo))
}
