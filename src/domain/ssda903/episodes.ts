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
      const [value, earlierValue] = [statement.cells[column], earlier.cells[column]]
      if (earlierValue?.toUpperCase() === value?.toUpperCase()) continue
      if (earlier.from) {
        const more = `the return of ${yearName(statement.year)} says ${value ?? 'nothing'}, which is used`
        findings.add('repaired', earlier.from, { rule, column, more })
      } else {
        const more = `the return of ${yearName(earlier.year)} said ${earlierValue ?? 'nothing'}; what this one says is used`
        findings.add('noted', statement.from, { rule, column, more })
      }
    }
  }
  return [...byStart.values()]
}

const start = ({ cells }: Statement) => cells.DECOM ?? ''

const firstOf = (statements: readonly Statement[]) =>
  statements.reduce((a, b) => (start(b) < start(a) ? b : a))

/** Columns by which an episode whose start is given otherwise is known to be the same. */
const sameEpisode = ['RNE', 'LS', 'PLACE', 'PLACE_PROVIDER', 'URN']

/** Whether two statements agree on a column, or one of them does not say. */
function agree(a: Statement, b: Statement, column: string): boolean {
  const [first, second] = [a.cells[column]?.toUpperCase(), b.cells[column]?.toUpperCase()]
  return first === undefined || second === undefined || first === second
}

/**
 * Whether a later return's first episode gives the start of an episode that was open at the end of its year otherwise.
 *
 * @param ofYear what the earlier return says of the child
 */
function isMovedStart(earlier: Statement, ofYear: readonly Statement[], first: Statement): boolean {
  const isOpen = earlier.cells.DEC === undefined
  const wasThere = start(first) <= `${earlier.year}-03-31`
  const beginsCare = first.cells.RNE === 'S' && earlier === firstOf(ofYear)
  return isOpen && wasThere && (beginsCare || sameEpisode.every((column) => agree(earlier, first, column)))
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
        const first = firstOf(later)
        const isRestated = later.some((other) => start(other) === start(statement))
        if (laterYear <= year || isRestated) return false
        return start(first) < start(statement) || isMovedStart(statement, ofYear, first)
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

/**
 * Adds the finding of a repair of an episode's end: at its row or, if an earlier import stored it, at the row of this
 * submission that made it necessary.
 */
function tellRepair(
  findings: Findings,
  episode: Episode,
  cause: ReceivedRow | null,
  { rule, column, more }: { rule: string; column: string; more: string },
): void {
  if (episode.row) findings.add('repaired', episode.row, { rule, column, more })
  else {
    const which = `the episode from ${episode.from} in the return of ${yearName(episode.year)}`
    findings.add('noted', cause, { rule, column: 'CHILD', more: `${which}: ${more}` })
  }
}

/**
 * Ends an episode that was open at the end of its year, where care did not go on into the next one: that begins anew, or a
 * whole return between the two does not have the child.
 *
 * @param absences the years whose whole return does not have the child
 * @returns whether it is ended
 */
function endBeforeGap(
  episode: Episode,
  next: Episode,
  absences: readonly number[],
  findings: Findings,
): boolean {
  if (episode.to !== null || next.from < `${episode.year}-04-01`) return false
  const absence = absences.find((year) => year > episode.year && `${year}-03-31` < next.from)
  if (next.rne !== 'S' && absence === undefined) return false
  endUnsaid(episode, next.row, findings)
  if (next.rne !== 'S') {
    const more = `the return of ${yearName(absence ?? 0)} does not have the child: care is recorded from here, and marked as begun before. If it went on, send that return again with the child`
    findings.add('noted', next.row, { rule: '432', column: 'RNE', more })
  }
  return true
}

/**
 * Lets care go on into the next episode where a later return says so of nights in an episode's year: it has the next one begin
 * later than the episode's own return says, or on the day on which that says that care ended.
 *
 * @param statements what the returns say, as received
 */
function goOnAsSaidLater(
  episodes: readonly Episode[],
  statements: readonly Statement[],
  findings: Findings,
): void {
  const startsOfYears = new Set(statements.map((statement) => `${statement.year} ${start(statement)}`))
  for (const [index, episode] of episodes.entries()) {
    const next = episodes[index + 1]
    if (!next || episode.to === null || next.rne === 'S' || next.year <= episode.year) continue
    const isInYear = next.from <= `${episode.year}-03-31`
    if (!isInYear || startsOfYears.has(`${episode.year} ${next.from}`)) continue
    const goesOn = episode.rec === 'X1' ? episode.to < next.from : episode.to === next.from
    if (!goesOn) continue
    Object.assign(episode, { to: next.from, rec: 'X1' })
    const more = `the return of ${yearName(next.year)} has care go on into an episode from ${next.from}, which is used`
    tellRepair(findings, episode, next.row, { rule: '502', column: 'DEC', more })
  }
}

/** Repairs an episode that does not fit the next one, and adds findings. The earlier episode is changed. */
function fitTo(episode: Episode, next: Episode, absences: readonly number[], findings: Findings): void {
  if (endBeforeGap(episode, next, absences, findings)) return
  if (episode.to === null || episode.to > next.from) {
    const rule = episode.to === null ? '142' : '501'
    episode.to = next.from
    episode.rec = next.rne === 'S' ? otherReason : 'X1'
    episode.endToConfirm = next.rne === 'S'
    const more = `it is ended on ${next.from}, when the next one starts`
    tellRepair(findings, episode, next.row, { rule, column: 'DEC', more })
    return
  }
  if (episode.rec === 'X1' && next.rne !== 'S' && addDays(episode.to, 1) === next.from) {
    episode.to = next.from
    const more = 'as the next one starts on the day after, care is taken to have gone on'
    tellRepair(findings, episode, next.row, { rule: '433', column: 'DEC', more })
    return
  }
  if (episode.to < next.from) {
    if (next.rne !== 'S')
      findings.add('noted', next.row, { rule: episode.rec === 'X1' ? '433' : '432', column: 'RNE' })
    if (episode.rec === 'X1') leaveForOtherReason(episode, next.row, findings)
    return
  }
  if (episode.rec !== 'X1' && next.rne !== 'S')
    findings.add('noted', next.row, { rule: '432', column: 'RNE' })
  if (next.rne === 'S') {
    findings.add('noted', next.row, { rule: '431', column: 'RNE', more: 'a new period of care begins' })
    if (episode.rec === 'X1') leaveForOtherReason(episode, next.row, findings)
  }
}

const otherReason = 'E8'

/**
 * Ends an episode that was open at the end of its year and that no later return has: it ended before the next year began,
 * on a day to be confirmed.
 */
function endUnsaid(episode: Episode, cause: ReceivedRow | null, findings: Findings): void {
  const afterYear = `${episode.year}-04-01`
  const to = episode.from < afterYear ? afterYear : addDays(episode.from, 1)
  const ending = { to, rec: otherReason, endToConfirm: true }
  Object.assign(episode, ending)
  tellRepair(findings, episode, cause, {
    rule: '1010',
    column: 'DEC',
    more: `no later return has it: care is taken to have ended by 1 April ${episode.year}, on a day to be confirmed`,
  })
}

function leaveForOtherReason(episode: Episode, cause: ReceivedRow | null, findings: Findings): void {
  episode.rec = otherReason
  const more = 'care is taken to have ceased for another reason, E8'
  tellRepair(findings, episode, cause, { rule: '388', column: 'REC', more })
}

/**
 * A child's episodes in date order and without overlaps, from the statements of all years.
 *
 * @param header the child's latest
 * @param returns the collection years of the authority's whole returns, in order
 * @returns `rejected`: statements of episodes before the child's birth
 */
export function episodesOf(
  statements: readonly Statement[],
  header: Statement,
  returns: readonly number[],
  findings: Findings,
): { episodes: Episode[]; rejected: Statement[] } {
  const bornOn = header.cells.DOB ?? ''
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
  goOnAsSaidLater(episodes, statements, findings)
  const ownYears = new Set(statements.map(({ year }) => year))
  const absences = returns.filter((year) => !ownYears.has(year))
  for (const [index, episode] of episodes.entries()) {
    const next = episodes[index + 1]
    if (next) fitTo(episode, next, absences, findings)
  }
  const last = episodes.at(-1)
  const cause = last && header.year > last.year ? header.from : null
  if (last?.rec === 'X1') leaveForOtherReason(last, cause, findings)
  if (last?.to === null && last.year < (returns.at(-1) ?? 0)) endUnsaid(last, cause, findings)
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
