import { birthday, type CivilDate } from '../dates.ts'
import { continues, type Episode, type Findings } from './episodes.ts'

export interface CarePeriod {
  startedOn: CivilDate
  /** Care began earlier, and the returns do not say when: `startedOn` is the first day that they tell of. */
  startedBefore: boolean
  endedOn: CivilDate | null
  /** Care has ended, and the returns do not say when: `endedOn` is the earliest day that they allow. */
  endToConfirm: boolean
  /** Category of need (CIN) when the child started to be looked after. */
  need: string
  endReason: string | null
}

export interface LegalStatus {
  status: string
  startedOn: CivilDate
  endedOn: CivilDate | null
}

/** Splits episodes into runs of uninterrupted care. */
export function careRuns(episodes: readonly Episode[]): Episode[][] {
  const runs: Episode[][] = []
  for (const episode of episodes) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && continues(last, episode)) run.push(episode)
    else runs.push([episode])
  }
  return runs
}

/** The period of care that a run of episodes covers. */
export function carePeriodOf(run: readonly Episode[]): CarePeriod {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last) throw new Error('a run has at least one episode')
  return {
    startedOn: first.from,
    startedBefore: first.rne !== 'S',
    endedOn: last.to,
    endToConfirm: last.endToConfirm,
    need: first.need,
    endReason: last.rec,
  }
}

/** The legal statuses of a run; consecutive equal ones are merged. */
export function legalStatusesOf(run: readonly Episode[]): LegalStatus[] {
  const statuses: LegalStatus[] = []
  for (const episode of run) {
    const last = statuses.at(-1)
    if (last?.status === episode.legalStatus) last.endedOn = episode.to
    else statuses.push({ status: episode.legalStatus, startedOn: episode.from, endedOn: episode.to })
  }
  return statuses
}

const cannotProvide: Readonly<Record<string, { rule: string; places: RegExp }>> = {
  PR1: { rule: '527', places: /^(P1|R2|R5)$/ },
  PR2: { rule: '528', places: /^(P1|R2|R5)$/ },
  PR3: { rule: '529', places: /^(P1|A[3-6]|K[12]|U[1-6])$/ },
  PR4: { rule: '530', places: /^P1$/ },
  PR5: { rule: '531', places: /^P1$/ },
  PR0: { rule: '550', places: /^(?!P1$)/ },
}
const needsProvider = /^(?!T|Z|P1$)/
const youngest: Readonly<Record<string, { rule: string; age: number }>> = {
  P2: { rule: '370', age: 16 },
  H5: { rule: '371', age: 16 },
  K3: { rule: '371', age: 16 },
  R5: { rule: '372', age: 10 },
}

/** Adds a `noted` finding for each validation rule that a usable run breaks. */
export function noteOddities(run: readonly Episode[], bornOn: CivilDate, findings: Findings): void {
  for (const [index, episode] of run.entries()) {
    const { row, place, provider } = episode
    const previous = run[index - 1]
    const mismatch = provider === null ? undefined : cannotProvide[provider]
    if (mismatch?.places.test(place))
      findings.add('noted', row, { rule: mismatch.rule, column: 'PLACE_PROVIDER' })
    if (provider === null && needsProvider.test(place))
      findings.add('noted', row, { rule: '526', column: 'PLACE_PROVIDER' })
    const limit = youngest[place]
    if (limit && episode.from < birthday(bornOn, limit.age))
      findings.add('noted', row, { rule: limit.rule, column: 'PLACE' })
    if (episode.rec === 'E17' && episode.to !== null && episode.to < birthday(bornOn, 18)) {
      findings.add('noted', row, { rule: '460', column: 'REC' })
    }
    if (previous) noteReason(episode, previous, findings)
    else if (episode.from >= birthday(bornOn, 18))
      findings.add('noted', row, { rule: '352', column: 'DECOM' })
  }
}

function noteReason(episode: Episode, previous: Episode, findings: Findings): void {
  const sameStatus = episode.legalStatus === previous.legalStatus
  const samePlace = sameCarer(episode, previous)
  const { rne, row } = episode
  if (rne === 'L' && !samePlace)
    findings.add('noted', row, { rule: '434', column: 'RNE', more: 'no move is taken from it' })
  if ((rne === 'P' || rne === 'T') && (!sameStatus || samePlace))
    findings.add('noted', row, { rule: '435', column: 'RNE' })
  if ((rne === 'B' || rne === 'U') && (sameStatus || samePlace))
    findings.add('noted', row, { rule: '436', column: 'RNE' })
}

/** Whether two episodes are in one place with one carer, as far as the return shows. */
export function sameCarer(a: Episode, b: Episode): boolean {
  return (
    a.place === b.place &&
    a.provider === b.provider &&
    a.urn === b.urn &&
    a.placementPostcode === b.placementPostcode
  )
}
