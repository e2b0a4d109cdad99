import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChildInCare } from '../../support/builders.ts'

/*
 * The service runs on 1 December 2023. Names, patterns and lengths are those of openapi.json 1.0.1 of
 * github.com/DFE-Digital/children-in-social-care-schemas.
 */

const service = await testApp(t)
const admin = await service.as('admin')

interface Placement {
  [field: string]: unknown
  child_looked_after_placement_id: string
  purge: boolean
}
interface Change {
  reason: string
  hash: string | null
  episodes: Record<string, string[]>
  record: {
    la_child_id: string
    mis_child_id?: string
    child_details?: Record<string, unknown>
    social_care_episodes?: {
      social_care_episode_id: string
      child_looked_after_placements: Placement[]
      purge: boolean
    }[]
    purge: boolean
  }
}
const ask = async (changes: Change[] = [], client = admin) => {
  const list = changes.map(({ record, hash, episodes }) => ({
    laChildId: record.la_child_id,
    hash,
    episodes,
  }))
  const answer = await client.post('/v1/daily-children', { sent: list })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body as unknown as { laCode: number; items: Change[]; misfits: { childId: string }[] }
}
const staysOf = ({ record }: Change) =>
  (record.social_care_episodes ?? []).flatMap((care) => care.child_looked_after_placements)

const child = await aChildInCare(admin, { reference: 'CE1042', homePostcode: 'CW1 0CC', upn: 'UN1' })
const bed = await aBed(admin)
const body = { childId: child.id, bedId: bed.id, placementType: 'residential', startedOn: '2022-01-10' }
const placement = (await admin.post('/v1/placements', body)).body

/** The longest that the schema takes of each text. */
const longest: Record<string, number> = {
  ...{ start_date: 10, start_reason: 1, placement_type: 3, postcode: 8, end_date: 10, end_reason: 3 },
  ...{ change_reason: 6, sex: 1, ethnicity: 4, unique_pupil_number_unknown_reason: 4 },
}

t.test('a child is given in the form of the collection', async (t) => {
  const { laCode, items } = await ask()
  t.equal(laCode, 895, 'Cheshire East')
  t.equal(items.length, 1)
  const [change] = items as [Change]
  t.match(change, {
    reason: 'new',
    hash: /^[0-9a-f]{64}$/,
    record: {
      la_child_id: 'CE1042',
      mis_child_id: child.id,
      purge: false,
      child_details: {
        unique_pupil_number_unknown_reason: 'UN1',
        date_of_birth: '2013-06-15',
        sex: 'F',
        postcode: 'CW1 0CC',
        uasc_flag: false,
        purge: false,
      },
    },
  })
  t.match(staysOf(change), [
    { start_date: '2022-01-10', start_reason: 'S', placement_type: 'K2', purge: false },
  ])
  t.equal(staysOf(change)[0]?.end_date, undefined, 'it goes on')
  for (const part of [change.record.child_details ?? {}, ...staysOf(change)])
    for (const [name, value] of Object.entries(part)) {
      if (typeof value !== 'string') continue
      t.ok(value.length <= (longest[name] ?? 36), name)
      if (name.endsWith('_id')) t.match(value, /^[A-Za-z0-9_-]*$/)
    }
  t.notMatch(JSON.stringify(change.record), /first_name|surname/)
})

t.test('what was sent is not given again until it changes; what changed, and what is gone, is', async (t) => {
  const { items: first } = await ask()
  t.same((await ask(first)).items, [])

  const move = {
    bedId: (await aBed(admin)).id,
    on: '2023-11-20',
    reason: 'CARPL',
    planned: true,
  }
  const next = await admin.post(`/v1/placements/${placement.id}/move`, move, { 'if-match': '*' })
  t.equal(next.status, 201, JSON.stringify(next.body))
  const { items: second } = await ask(first)
  t.match(second, [{ reason: 'amended', record: { la_child_id: 'CE1042', purge: false } }])
  t.match(staysOf(second[0] as Change), [
    {
      start_date: '2022-01-10',
      end_date: '2023-11-20',
      end_reason: 'X1',
      change_reason: 'CARPL',
      purge: false,
    },
    { start_date: '2023-11-20', start_reason: 'P', placement_type: 'K2', purge: false },
  ])
  const [one, two] = staysOf(second[0] as Change)
  t.equal(
    one?.child_looked_after_placement_id,
    staysOf(first[0] as Change)[0]?.child_looked_after_placement_id,
  )

  // The move was on the 22nd: the episode from the 20th is gone, and another is there.
  const boundary = { on: '2023-11-22', reason: 'The move was two days later.' }
  const path = `/v1/placements/${placement.id}/boundary`
  const correction = await admin.post(path, boundary, { 'if-match': '*' })
  t.equal(correction.status, 200, JSON.stringify(correction.body))
  const { items: third } = await ask(second)
  const stays = staysOf(third[0] as Change)
  t.match(
    stays.find((stay) => stay.child_looked_after_placement_id === two?.child_looked_after_placement_id),
    { child_looked_after_placement_id: two?.child_looked_after_placement_id, purge: true },
  )
  t.match(
    stays.filter((stay) => !stay.purge).map((stay) => stay.start_date),
    ['2022-01-10', '2023-11-22'],
  )
  t.same((await ask(third)).items, [], 'the purge is not given again')

  const stranger = { ...(third[0] as Change), record: { la_child_id: 'GONE1', purge: false } }
  t.same((await ask([...third, stranger])).items, [
    { reason: 'deleted', hash: null, episodes: {}, record: { la_child_id: 'GONE1', purge: true } },
  ])
})

t.test(
  'a reference that the collection could not take is named, and another authority has its own',
  async (t) => {
    const other = await aChildInCare(admin, { reference: 'CE/1043' })
    const { items, misfits } = await ask()
    t.equal(items.length, 1)
    t.match(misfits, [{ childId: other.id }])
    t.same((await ask([], await service.as('data', STOCKPORT))).items, [])
    const { rows } = await service.ownerPool.query(
      "select from access_log where action = 'POST /v1/daily-children' and child_ids @> array[$1::uuid]",
      [child.id],
    )
    t.ok(rows.length > 0)
  },
)

t.test('bad input is refused by name', async (t) => {
  const good = { laChildId: 'A1', hash: '0'.repeat(64), episodes: {} }
  const wrong: [unknown, RegExp][] = [
    [{}, /^#\/sent$/],
    [{ sent: [{ ...good, hash: 'x' }] }, /^#\/sent\/0\/hash$/],
    [{ sent: [{ ...good, laChildId: 'A/1' }] }, /^#\/sent\/0\/laChildId$/],
    [{ sent: [{ ...good, episodes: { x: [] } }] }, /^#\/sent\/0\/episodes/],
    [{ sent: [good, good] }, /^#\/sent$/],
  ]
  for (const [payload, pointer] of wrong) {
    const { status, body } = await admin.post('/v1/daily-children', payload)
    t.equal(status, 400)
    t.match(body.errors[0]?.pointer, pointer)
  }
  t.equal((await (await service.as('placements')).post('/v1/daily-children', { sent: [] })).status, 403)
})
