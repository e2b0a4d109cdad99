import { addDays, type CivilDate } from '../dates.ts'
import { yearName } from './code-lists.ts'
import { groupBy } from '../group.ts'
import { finding, type Finding, type ReceivedRow, type Statement } from './rows.ts'

/** An episode of care after repairs. Nights are `[from, to)`; `rec` is the reason it ceased (X1: the next one follows). */
export interface Episode {
  from: CivilDate
  to: CivilDate | null
  rec: string | null
  rne: string
  legalStatus: string
  need: string
  place: string
  provider: string | null
  urn: string | null
  homePostcode: string | null
  placementPostcode: string | null
  reasonPlaceChange: string | null
  /** Care ended with it, on a day that the returns do not say. */
  endToConfirm: boolean
  year: number
  row: ReceivedRow | null
}

export interface Findings {
  add(
    kind: Finding['kind'],
    row: ReceivedRow | null,
    { rule, column, more }: { rule: string | null; column: string | null; more?: string | undefined },
  ): void
}

/** Collects findings on rows of this submission. Rows of earlier imports (null) had their findings reported then. */
export function collectInto(list: Finding[]): Findings {
  return {
    add: (kind, row, { rule, column, more }) => {
      if (row) list.push(finding(kind, row, { rule, column, more }))
    },
  }
}

function toEpisode({ cells, year, from }: Statement): Episode {
  return {
    from: cells.DECOM ?? '',
    to: cells.DEC ?? null,
    rec: cells.REC ?? null,
    rne: cells.RNE ?? '',
    legalStatus: cells.LS ?? '',
    need: cells.CIN ?? '',
    place: cells.PLACE ?? '',
    provider: cells.PLACE_PROVIDER ?? null,
    urn: cells.URN?.toUpperCase() ?? null,
    homePostcode: cells.HOME_POST ?? null,
    placementPostcode: cells.PL_POST ?? null,
    reasonPlaceChange: cells.REASON_PLACE_CHANGE ?? null,
    endToConfirm: false,
    year,
    row: from,
  }
}

const restatementRules = {
  RNE: '503A',
  LS: '503B',
  CIN: '503C',
  PLACE: '503D',
  PLACE_PROVIDER: '503E',
  URN: '503F',
}

/** One statement for each episode start: the latest year's. Adds a finding for each column that an earlier year differs in. */
function latestOf(statements: readonly Statement[], findings: Findings): Statement[] {
  const byStart = new Map<string, Statement>()
  for (const statement of [...statements].sort((a, b) => a.year - b.year)) {
    const start = statement.cells.DECOM ?? ''
    const earlier = byStart.get(start)
    byStart.set(start, statement)
    if (!earlier) continue
    for (const [column, rule] of Object.entries(restatementRules)) {
      if (earlier.cells[column]?.toUpperCase() === statement.cells[column]?.toUpperCase()) continue
      const note = `the return of ${yearName(statement.year)} says ${statement.cells[column] ?? 'nothing'}, which is used`
      findings.add('repaired', earlier.from, { rule, column, more: note })
    }
  }
  return [...byStart.values()]
}

const start = ({ cells }: Statement) => cells.DECOM ?? ''

/** Columns by which an episode whose start is given otherwise is known to be the same. */
const sameEpisode = ['RNE', 'LS', 'PLACE', 'PLACE_PROVIDER', 'URN']

/** Whether a later return's first episode gives the start of an episode that was open at the end of its year otherwise. */
function isMovedStart(earlier: Statement, first: Statement): boolean {
  const isOpen = earlier.cells.DEC === undefined
  const wasThere = start(first) <= `${earlier.year}-03-31`
  const isSame = sameEpisode.every((column) => earlier.cells[column] === first.cells[column])
  return isOpen && wasThere && (first.cells.RNE === 'S' || isSame)
}

/**
 * The statements that stand against later returns of the child. A return tells of all nights from the start of its first
 * episode on: an episode of an earlier year that began after that, and is not in it, was left out or moved.
 */
function withoutSuperseded(statements: readonly Statement[], findings: Findings): Statement[] {
  const byYear = [...groupBy(statements, ({ year }) => year)].sort(([a], [b]) => a - b)
  return byYear.flatMap(([year, ofYear]) =>
    ofYear.filter((statement) => {
      const superseding = byYear.find(([laterYear, later]) => {
        const first = later.reduce((a, b) => (start(b) < start(a) ? b : a))
        const isRestated = later.some((other) => start(other) === start(statement))
        if (laterYear <= year || isRestated) return false
        return start(first) < start(statement) || isMovedStart(statement, first)
      })
      if (!superseding) return true
      const [laterYear, later] = superseding
      const more = `an episode from ${start(statement)} is not in the return of ${yearName(laterYear)}, which is used`
      findings.add('repaired', statement.from, { rule: '502', column: 'DECOM', more })
      if (!statement.from)
        findings.add('noted', later[0]?.from ?? null, { rule: '502', column: 'DECOM', more })
      return false
    }),
  )
}

/** Repairs an episode that does not fit the next one, and adds findings. The earlier episode is changed. */
function fitTo(episode: Episode, next: Episode, findings: Findings): void {
  const { row } = episode
  if (episode.to === null || episode.to > next.from) {
    const rule = episode.to === null ? '142' : '501'
    if (episode.to === null && next.rne === 'S' && endsUnsaid(episode, next, findings)) return
    episode.to = next.from
    episode.rec = next.rne === 'S' ? otherReason : 'X1'
    episode.endToConfirm = next.rne === 'S'
    findings.add('repaired', row, {
      rule,
      column: 'DEC',
      more: `it is ended on ${next.from}, when the next one starts`,
    })
    return
  }
  if (episode.rec === 'X1' && next.rne !== 'S' && addDays(episode.to, 1) === next.from) {
    episode.to = next.from
    const more = 'as the next one starts on the day after, care is taken to have gone on'
    findings.add('repaired', row, { rule: '433', column: 'DEC', more })
    return
  }
  if (episode.to < next.from) {
    if (next.rne !== 'S')
      findings.add('noted', next.row, { rule: episode.rec === 'X1' ? '433' : '432', column: 'RNE' })
    if (episode.rec === 'X1') leaveForOtherReason(episode, findings)
    return
  }
  if (episode.rec !== 'X1' && next.rne !== 'S')
    findings.add('noted', next.row, { rule: '432', column: 'RNE' })
  if (next.rne === 'S') {
    findings.add('noted', next.row, { rule: '431', column: 'RNE', more: 'a new period of care begins' })
    if (episode.rec === 'X1') leaveForOtherReason(episode, findings)
  }
}

const otherReason = 'E8'

/**
 * Ends an episode that was open at the end of its year and that no later return has: it ended before the next year began,
 * on a day to be confirmed. False where its own year goes on after the next episode starts.
 */
function endsUnsaid(episode: Episode, next: Episode | null, findings: Findings): boolean {
  const afterYear = `${episode.year}-04-01`
  if (next && next.from < afterYear) return false
  const to = episode.from < afterYear ? afterYear : addDays(episode.from, 1)
  const ending = { to, rec: otherReason, endToConfirm: true }
  Object.assign(episode, ending)
  findings.add('repaired', episode.row, {
    rule: '1010',
    column: 'DEC',
    more: `no later return has it: care is taken to have ended by 1 April ${episode.year}, on a day to be confirmed`,
  })
  return true
}

function leaveForOtherReason(episode: Episode, findings: Findings): void {
  episode.rec = otherReason
  findings.add('repaired', episode.row, {
    rule: '388',
    column: 'REC',
    more: 'care is taken to have ceased for another reason, E8',
  })
}

/**
 * A child's episodes in date order and without overlaps, from the statements of all years.
 *
 * @param lastYear the latest collection year that the authority has submitted
 * @returns `rejected`: statements of episodes before the child's birth
 */
export function episodesOf(
  statements: readonly Statement[],
  bornOn: CivilDate,
  lastYear: number,
  findings: Findings,
): { episodes: Episode[]; rejected: Statement[] } {
  const rejections: Statement[] = []
  const afterBirth = statements.filter((statement) => {
    if ((statement.cells.DECOM ?? '') >= bornOn) return true
    findings.add('rejected', statement.from, { rule: '302', column: 'DECOM' })
    rejections.push(statement)
    return false
  })
  const episodes = latestOf(withoutSuperseded(afterBirth, findings), findings)
    .map(toEpisode)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  for (const [index, episode] of episodes.entries()) {
    const next = episodes[index + 1]
    if (next) fitTo(episode, next, findings)
  }
  const last = episodes.at(-1)
  if (last?.rec === 'X1') leaveForOtherReason(last, findings)
  if (last?.to === null && last.year < lastYear) endsUnsaid(last, null, findings)
  const first = episodes[0]
  if (first && first.rne !== 'S')
    findings.add('noted', first.row, {
      rule: '562',
      column: 'RNE',
      more: 'care is recorded from here, and marked as begun before',
    })
  return { episodes, rejected: rejections }
}

/** Whether care continues from one episode into the next. */
export function continues(episode: Episode, next: Episode): boolean {
  return episode.to === next.from && episode.rec === 'X1' && next.rne !== 'S'
}
