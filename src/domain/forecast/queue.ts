/** A stay of a child in homes of one type: from an instant to another, in days. */
export interface QueuedStay {
  from: number
  to: number
}

export interface QueueCount {
  /** Children who came in the time played, and those who found no bed on the day. */
  requests: number
  refused: number
  bedNights: number
  occupiedNights: number
  /** Nights of children for whom no bed was free. */
  nightsElsewhere: number
  /** Of those who came, how many got a bed, and the nights that they were elsewhere before. */
  admitted: number
  daysWaited: number
}

/**
 * Plays stays through beds, day by day. Those who are there at the start have beds first, the longest there first; then whoever comes
 * first. Who finds no bed lives elsewhere: until one is free where `waits`, else for the whole stay, as Erlang B supposes.
 * @param stays in order of their beginning
 * @param bedsOn beds on a day; nobody is put out where they become fewer
 */
export function playQueue(
  stays: readonly QueuedStay[],
  { start, end, bedsOn }: { start: number; end: number; bedsOn: (day: number) => number },
  waits: boolean,
): QueueCount {
  const count = { requests: 0, refused: 0, bedNights: 0, occupiedNights: 0, nightsElsewhere: 0, daysWaited: 0, admitted: 0 } // prettier-ignore
  let residents: QueuedStay[] = []
  let others: QueuedStay[] = []
  let next = 0
  const admit = (stay: QueuedStay, day: number) => {
    residents.push(stay)
    if (stay.from <= start) return
    count.admitted++
    count.daysWaited += Math.floor(day - stay.from)
  }
  for (let day = start; day < end; day++) {
    const beds = bedsOn(day)
    const isStill = ({ to }: QueuedStay) => to > day
    residents = residents.filter(isStill)
    others = others.filter(isStill)
    while (waits && residents.length < beds && others.length > 0) admit(others.shift()!, day)
    for (; next < stays.length && stays[next]!.from <= day; next++) {
      const stay = stays[next]!
      const isFree = residents.length < beds
      if (stay.from > start) {
        count.requests++
        if (!isFree) count.refused++
      }
      if (!isStill(stay)) continue
      if (isFree) admit(stay, day)
      else others.push(stay)
    }
    count.bedNights += beds
    count.occupiedNights += residents.length
    count.nightsElsewhere += others.length
  }
  return count
}
