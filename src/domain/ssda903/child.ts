import { birthday, type CivilDate } from '../dates.ts'
import { afterCareOf } from './after-care.ts'
import {
  carePeriodOf,
  careRuns,
  legalStatusesOf,
  noteOddities,
  type CarePeriod,
  type LegalStatus,
} from './care.ts'
import { yearName } from './code-lists.ts'
import { collectInto, episodesOf, type Findings } from './episodes.ts'
import { moduleOf, type ModuleName } from './modules.ts'
import { placementsOf, type Placement } from './placements.ts'
import type { Finding, Statement } from './rows.ts'

/** Everything that an authority's returns say of a child. */
export interface ChildRecord {
  reference: string
  dateOfBirth: CivilDate
  sex: 'female' | 'male' | 'unknown'
  ethnicity: string
  upn: string | null
  uasc: boolean
  uascCeasedOn: CivilDate | null
  /** The latest HOME_POST. */
  homePostcode: string | null
  carePeriods: CarePeriod[]
  legalStatuses: LegalStatus[]
  placements: Placement[]
}

const sexes: Readonly<Record<string, ChildRecord['sex']>> = {
  '1': 'male',
  M: 'male',
  '2': 'female',
  F: 'female',
}
const standing = { SEX: '202', DOB: '203', ETHNIC: '204', MOTHER: '207', UPN: '208' }

/** What the latest year's Header says; what an earlier one said otherwise is told. */
function latestHeader(headers: readonly Statement[], findings: Findings): Statement | null {
  const inOrder = [...headers].sort((a, b) => a.year - b.year)
  const latest = inOrder.at(-1) ?? null
  for (const header of inOrder.slice(0, -1)) {
    for (const [column, rule] of Object.entries(standing)) {
      const [said, says] = [header.cells[column], latest?.cells[column]]
      if (said === says || said === undefined || (column === 'SEX' && sexes[said] === sexes[says ?? '']))
        continue
      const used = `the return of ${yearName(latest?.year ?? 0)} says ${says ?? 'nothing'}, which is used`
      findings.add('repaired', header.from, rule, column, used)
    }
  }
  return latest
}

/** Rows of the modules that we read, of a child without a Header row, can't be used; the others are noted. */
function withoutHeader(statements: readonly Statement[], findings: Findings): Statement[] {
  for (const { module, from } of statements) {
    const { interpreted, withoutHeader: rule, title } = moduleOf(module)
    const kind = interpreted ? 'rejected' : 'noted'
    findings.add(kind, from, rule, 'CHILD', rule ? '' : `Child in ${title} is not in Header`)
  }
  return statements.filter(({ module }) => moduleOf(module).interpreted)
}

function noteOtherBirths(statements: readonly Statement[], header: Statement, findings: Findings): void {
  for (const { module, cells, from } of statements) {
    const rule = moduleOf(module).otherBirth
    if (rule && cells.DOB !== undefined && cells.DOB !== header.cells.DOB)
      findings.add('noted', from, rule, 'DOB')
    if (module === 'uasc' && cells.SEX && sexes[cells.SEX] !== sexes[header.cells.SEX ?? '']) {
      findings.add('noted', from, 'INT21', 'SEX')
    }
  }
}

/** Unaccompanied while the latest year in which the child was in care says so; DUC is the day it ceased. */
function uascOf(statements: readonly Statement[], bornOn: CivilDate, findings: Findings) {
  const latest = [...statements].sort((a, b) => a.year - b.year).at(-1)
  const ceased = latest?.cells.DUC ?? null
  const adult = birthday(bornOn, 18)
  if (latest && ceased !== null && ceased > adult) {
    findings.add('repaired', latest.from, '304', 'DUC', 'taken to cease on the 18th birthday')
  }
  return {
    uasc: latest !== undefined,
    uascCeasedOn: ceased !== null && ceased > adult ? adult : ceased,
  }
}

/**
 * A child's record from the statements of all years, one a module, year and key.
 *
 * @param lastYear the latest collection year that the authority has given
 * @returns no record when Header doesn't have the child; `rejected` are the statements that can't be used
 */
export function childOf(
  reference: string,
  statements: readonly Statement[],
  lastYear: number,
): { record: ChildRecord | null; rejected: Statement[]; findings: Finding[] } {
  const found: Finding[] = []
  const findings = collectInto(found)
  const of = (module: ModuleName) => statements.filter((statement) => statement.module === module)
  const header = latestHeader(of('header'), findings)
  if (header === null) {
    return { record: null, rejected: withoutHeader(statements, findings), findings: found }
  }
  const bornOn = header.cells.DOB ?? ''
  noteOtherBirths(statements, header, findings)
  const { episodes, rejected } = episodesOf(of('episodes'), bornOn, lastYear, findings)
  const runs = careRuns(episodes)
  for (const run of runs) noteOddities(run, bornOn, findings)
  const carePeriods = runs.map(carePeriodOf)
  const placements = runs.flatMap((run) => placementsOf(run, findings))
  const lastCare = carePeriods.at(-1)
  const afterCare = lastCare ? afterCareOf(lastCare, placements, bornOn, of('oc3')) : null
  const record: ChildRecord = {
    reference,
    dateOfBirth: bornOn,
    sex: sexes[header.cells.SEX ?? ''] ?? 'unknown',
    ethnicity: header.cells.ETHNIC ?? 'NOBT',
    upn: header.cells.UPN ?? null,
    ...uascOf(of('uasc'), bornOn, findings),
    homePostcode: episodes.findLast((episode) => episode.homePostcode !== null)?.homePostcode ?? null,
    carePeriods,
    legalStatuses: mergeNeighbours(runs.flatMap(legalStatusesOf)),
    placements: afterCare ? [...placements, afterCare] : placements,
  }
  return { record, rejected, findings: found }
}

/** A status that goes on over the end of one period of care into the next, on the same day, is one. */
function mergeNeighbours(statuses: readonly LegalStatus[]): LegalStatus[] {
  const merged: LegalStatus[] = []
  for (const status of statuses) {
    const last = merged.at(-1)
    if (last?.status === status.status && last.endedOn === status.startedOn) last.endedOn = status.endedOn
    else merged.push({ ...status })
  }
  return merged
}
