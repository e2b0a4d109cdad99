import type { Answer, Body, Headers, TestClient } from '../../support/app.ts'

export interface RecordReport {
  index: number
  kind: string | null
  externalId: string | null
  outcome: string
  id: string | null
  version: number | null
  matchedBy: string | null
  mergedIntoId: string | null
  fields: string[]
  faults: { pointer: string; detail: string; code: string }[]
}

export interface UpsertReport extends Body {
  status: string
  counts: Record<string, number>
  records: RecordReport[]
}

/** Sends records of the system `mosaic`. */
export function upsert<T = UpsertReport>(
  client: TestClient,
  records: readonly unknown[],
  { headers, ...options }: { headers?: Headers; [option: string]: unknown } = {},
): Promise<Answer<T>> {
  return client.post<T>('/v1/upserts', { system: 'mosaic', ...options, records }, headers)
}

/** The outcomes of a report, in the order of the records. */
export const outcomes = ({ records }: UpsertReport) => records.map(({ outcome }) => outcome)

/** The id of the record with an identifier. */
export function idIn({ records }: UpsertReport, externalId: string): string {
  const record = records.find((one) => one.externalId === externalId)
  if (!record?.id) throw new Error(`no id of ${externalId}: ${JSON.stringify(record)}`)
  return record.id
}

export const to = (externalId: string) => ({ externalId })

/** A child in care in a home of its own, as a case system sends them: what refers to others stands before them. */
export function aFamily(): Record<string, unknown>[] {
  return [
    {
      kind: 'placements',
      externalId: 'PL-1',
      fields: {
        childId: to('C-1'),
        bedId: to('B-1'),
        placementType: 'residential',
        startedOn: '2023-02-01',
        keepsSchool: true,
        recordedAsHappened: 'Moved from the case system',
      },
    },
    {
      kind: 'legal-statuses',
      externalId: 'LS-1',
      fields: { childId: to('C-1'), status: 'C2', startedOn: '2023-02-01' },
    },
    {
      kind: 'care-periods',
      externalId: 'CP-1',
      fields: { childId: to('C-1'), startedOn: '2023-02-01', need: 'N1' },
    },
    {
      kind: 'children',
      externalId: 'C-1',
      fields: {
        reference: 'CE-1042',
        dateOfBirth: '2012-05-06',
        sex: 'female',
        homePostcode: 'CW1 2AA',
        siblingGroupId: to('SG-1'),
      },
    },
    { kind: 'sibling-groups', externalId: 'SG-1', fields: { reference: 'SG-77' } },
    {
      kind: 'beds',
      externalId: 'B-1',
      fields: { homeId: to('H-1'), label: 'Room 1', opensOn: '2019-01-01' },
    },
    {
      kind: 'homes',
      externalId: 'H-1',
      fields: {
        providerId: to('ORG-1'),
        name: 'Elm House',
        kind: 'childrens-home',
        opensOn: '2019-01-01',
        registeredOn: '2019-01-01',
        registeredPlaces: 3,
        capabilities: ['autism'],
        confidential: false,
      },
    },
    { kind: 'providers', externalId: 'ORG-1', fields: { name: 'Cedar Care', sector: 'private' } },
  ]
}
