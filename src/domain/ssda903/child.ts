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

/** A child's record as derived from all of an authority's SSDA903 returns. */
export interface ChildRecord {
  reference: string
  dateOfBirth: CivilDate
  sex: 'female' | 'male' | 'unknown'
  /** Null where the returns do not say. */
  ethnicity: string | null
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

/**
 * The Header of the latest year. Adds a finding where an earlier one differs from it; of those that earlier imports stored
 * only where it is the one before, at the latest one's row.
 */
function latestHeader(headers: readonly Statement[], findings: Findings): Statement | null {
  const inOrder = [...headers].sort((a, b) => a.year - b.year)
  const latest = inOrder.at(-1) ?? null
  const secondLatest = inOrder.at(-2)
  for (const header of inOrder.slice(0, -1)) {
    for (const [column, rule] of Object.entries(standing)) {
      const [earlierValue, latestValue] = [header.cells[column], latest?.cells[column]]
      if (
        earlierValue === latestValue ||
        earlierValue === undefined ||
        (column === 'SEX' && sexes[earlierValue] === sexes[latestValue ?? ''])
      )
        continue
      if (header.from) {
        const more = `the return of ${yearName(latest?.year ?? 0)} says ${latestValue ?? 'nothing'}, which is used`
        findings.add('repaired', header.from, { rule, column, more })
      } else if (header === secondLatest) {
        const more = `the return of ${yearName(header.year)} said ${earlierValue}; what this one says is used`
        findings.add('noted', latest?.from ?? null, { rule, column, more })
      }
    }
  }
  return latest
}

/** Findings for a child without a Header row: rows of interpreted modules are rejected (and returned), others noted. */
function withoutHeader(statements: readonly Statement[], findings: Findings): Statement[] {
  for (const { module, from } of statements) {
    const { isInterpreted, withoutHeader: rule, title } = moduleOf(module)
    const kind = isInterpreted ? 'rejected' : 'noted'
    findings.add(kind, from, {
      rule,
      column: 'CHILD',
      more: rule ? '' : `Child in ${title} is not in Header`,
    })
  }
  return statements.filter(({ module }) => moduleOf(module).isInterpreted)
}

function noteOtherBirths(statements: readonly Statement[], header: Statement, findings: Findings): void {
  for (const { module, cells, from } of statements) {
    const rule = moduleOf(module).otherBirth
    if (rule && cells.DOB !== undefined && cells.DOB !== header.cells.DOB)
      findings.add('noted', from, { rule, column: 'DOB' })
    if (module === 'uasc' && cells.SEX && sexes[cells.SEX] !== sexes[header.cells.SEX ?? '']) {
      findings.add('noted', from, { rule: 'INT21', column: 'SEX' })
    }
  }
}

/** Unaccompanied (UASC) where the child has a UASC row; the latest one's DUC is the day the status ceased. */
function uascOf(statements: readonly Statement[], bornOn: CivilDate, findings: Findings) {
  const latest = [...statements].sort((a, b) => a.year - b.year).at(-1)
  const ceasedOn = latest?.cells.DUC ?? null
  const adult = birthday(bornOn, 18)
  if (latest && ceasedOn !== null && ceasedOn > adult) {
    findings.add('repaired', latest.from, {
      rule: '304',
      column: 'DUC',
      more: 'taken to cease on the 18th birthday',
    })
  }
  return {
    uasc: latest !== undefined,
    uascCeasedOn: ceasedOn !== null && ceasedOn > adult ? adult : ceasedOn,
  }
}

/**
 * Derives a child's record from the statements of all years: one for each module, year and key.
 *
 * @param returns the collection years of the authority's whole returns, in order
 * @returns a null record where the child is not in Header; `rejected` are the statements that cannot be used
 */
export function childOf(
  reference: string,
  statements: readonly Statement[],
  returns: readonly number[],
): { record: ChildRecord | null; rejected: Statement[]; findings: Finding[] } {
  const allFindings: Finding[] = []
  const findings = collectInto(allFindings)
  const statementsOf = (module: ModuleName) => statements.filter((statement) => statement.module === module)
  const header = latestHeader(statementsOf('header'), findings)
  if (header === null) {
    return { record: null, rejected: withoutHeader(statements, findings), findings: allFindings }
  }
  const bornOn = header.cells.DOB ?? ''
  noteOtherBirths(statements, header, findings)
  const { episodes, rejected: rejections } = episodesOf(statementsOf('episodes'), header, returns, findings)
  const runs = careRuns(episodes)
  for (const run of runs) noteOddities(run, bornOn, findings)
  const carePeriods = runs.map(carePeriodOf)
  const placements = runs.flatMap((run) => placementsOf(run, findings))
  const lastCare = carePeriods.at(-1)
  const afterCare = lastCare ? afterCareOf(lastCare, placements, bornOn, statementsOf('oc3')) : null
  const record: ChildRecord = {
    reference,
    dateOfBirth: bornOn,
    sex: sexes[header.cells.SEX ?? ''] ?? 'unknown',
    ethnicity: header.cells.ETHNIC ?? null,
    upn: header.cells.UPN ?? null,
    ...uascOf(statementsOf('uasc'), bornOn, findings),
    homePostcode: episodes.findLast((episode) => episode.homePostcode !== null)?.homePostcode ?? null,
    carePeriods,
    legalStatuses: mergeNeighbours(runs.flatMap(legalStatusesOf)),
    placements: afterCare ? [...placements, afterCare] : placements,
  }
  return { record, rejected: rejections, findings: allFindings }
}

/** Merges a legal status that continues across two adjoining periods of care. */
function mergeNeighbours(statuses: readonly LegalStatus[]): LegalStatus[] {
  const result: LegalStatus[] = []
  for (const status of statuses) {
    const last = result.at(-1)
    if (last?.status === status.status && last.endedOn === status.startedOn) last.endedOn = status.endedOn
    else result.push({ ...status })
  }
  return result
}
