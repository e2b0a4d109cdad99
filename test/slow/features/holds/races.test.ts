import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { STOCKPORT, testApp, type Answer, type Body, type TestClient } from '../../../support/app.ts'
import { aBed, aChild, aHome, aPlacement } from '../../../support/builders.ts'
import { inDays, inHours, inSeconds, TODAY } from '../../../support/placing.ts'

t.setTimeout(900_000)

const service = await testApp(t, { clock: () => new Date(), listen: true })
const officer = await service.as('placements')
const someChildren = (n: number) => Promise.all(Array.from({ length: n }, () => aChild(officer)))
const any = { 'if-match': '*' }

interface HeldBed {
  bedId: string
  childId: string
}
const hold = (client: TestClient, beds: HeldBed[], more: Record<string, unknown> = {}, headers = {}) =>
  client.post('/v1/holds', { beds, from: TODAY, expiresAt: inHours(1), ...more }, headers)

/** The nights on which a bed has a use, read from the table without row-level security. */
async function usesOf(bedId: string): Promise<{ state: string; nights: string }[]> {
  const { rows } = await service.ownerPool.query<{ state: string; nights: string }>(
    'select state, nights::text from bed_use where bed_id = $1 order by nights',
    [bedId],
  )
  return rows
}

/** No answer is a 5xx, and exactly one of the competing requests succeeded. */
function oneWon(t: Test, answers: Answer<Body>[], refusals: string[]): Answer<Body> | undefined {
  const won = answers.filter(({ status }) => status < 300)
  t.equal(won.length, 1, 'one is made')
  for (const { status, body } of answers.filter(({ status }) => status >= 300)) {
    t.equal(status, 409)
    t.ok(refusals.includes(body.type), body.type)
  }
  return won[0]
}

t.test(
  'of fifty officers who hold one bed, one has it; the rest are told of the conflict and not of whom',
  async (t) => {
    const bed = await aBed(officer)
    const kids = await someChildren(50)
    const clients = await Promise.all(
      kids.map((_, n) => service.as('placements', undefined, `officer${n}@example.test`)),
    )
    const answers = await Promise.all(
      clients.map((client, n) => hold(client, [{ bedId: bed.id, childId: kids[n]?.id ?? '' }])),
    )
    const won = oneWon(t, answers, ['/problems/bed-in-use'])
    const winner = (won?.body.beds as HeldBed[])[0]?.childId ?? ''
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      t.match(body.errors, [{ pointer: '#/beds/0/bedId', code: 'in-use' }])
      for (const secret of [winner, won?.body.id ?? '', 'officer']) t.notMatch(JSON.stringify(body), secret)
    }
    t.equal((await usesOf(bed.id)).length, 1)
  },
)

t.test('a hold, a void and a move race for one bed: one of them has it', async (t) => {
  for (let round = 0; round < 6; round++) {
    const [bed, usual] = [await aBed(officer), await aBed(officer)]
    const [heldChild, movedChild] = await someChildren(2)
    const stay = await aPlacement(officer, { childId: movedChild?.id, bedId: usual.id })
    const answers = await Promise.all([
      hold(officer, [{ bedId: bed.id, childId: heldChild?.id ?? '' }]),
      officer.post('/v1/voids', { bedId: bed.id, reason: 'repair', startsOn: TODAY }),
      officer.post(
        `/v1/placements/${stay.id}/move`,
        { bedId: bed.id, on: TODAY, reason: 'CARPL', planned: true, keepsSchool: true },
        any,
      ),
    ])
    oneWon(t, answers, ['/problems/bed-in-use'])
    t.equal((await usesOf(bed.id)).length, 1)
    const departure = (await officer.get(`/v1/placements/${stay.id}`)).body
    t.equal(
      departure.status,
      answers[2]?.status === 201 ? 'ended' : 'current',
      'a move that lost has ended nothing',
    )
  }
})

t.test('one idempotency key at once holds once, and afterwards gives that answer', async (t) => {
  const bed = await aBed(officer)
  const child = await aChild(officer)
  const beds = [{ bedId: bed.id, childId: child.id }]
  const expiresAt = inHours(1)
  const key = { 'idempotency-key': 'race-1' }
  const answers = await Promise.all(Array.from({ length: 12 }, () => hold(officer, beds, { expiresAt }, key)))
  const successes = answers.filter(({ status }) => status === 201)
  t.ok(successes.length >= 1)
  t.equal(new Set(successes.map(({ body }) => body.id)).size, 1)
  for (const { status, body } of answers.filter(({ status }) => status !== 201))
    t.match({ status, body }, { status: 409, body: { type: '/problems/request-in-flight' } })
  t.equal((await hold(officer, beds, { expiresAt }, key)).body.id, successes[0]?.body.id)
  t.match(await hold(officer, beds, { expiresAt: inHours(2) }, key), {
    status: 422,
    body: { type: '/problems/idempotency-key-reused' },
  })
})

t.test(
  'sibling groups that want overlapping beds, named in any order: all of a group or none, and no deadlock',
  async (t) => {
    for (let round = 0; round < 8; round++) {
      const beds = await Promise.all([1, 2, 3].map(() => aBed(officer)))
      const [a = '', b = '', c = ''] = beds.map(({ id }) => id)
      const kids = (await someChildren(8)).map(({ id }) => id)
      const group = (bedIds: string[], from: number) =>
        bedIds.map((bedId, n) => ({ bedId, childId: kids[from + n] ?? '' }))
      const answers = await Promise.all([
        hold(officer, group([a, b], 0)),
        hold(officer, group([b, a], 2)),
        hold(officer, group([c, b], 4)),
        hold(officer, group([b, c], 6)),
      ])
      for (const { status } of answers) t.ok(status === 201 || status === 409, String(status))
      const uses = await Promise.all([a, b, c].map(usesOf))
      const useCount = uses.flat().length
      t.equal(useCount, answers.filter(({ status }) => status === 201).length * 2, 'no group holds half')
      t.equal(useCount, 2, 'every group wants the second bed, so one has it')
    }
  },
)

t.test(
  'two moves of one child, and two moves that swap beds, end in a state that one after the other could',
  async (t) => {
    const [a, b, c] = [await aBed(officer), await aBed(officer), await aBed(officer)]
    const child = await aChild(officer)
    const stay = await aPlacement(officer, { childId: child.id, bedId: a.id })
    const move = (id: string, bedId: string, headers: Record<string, string> = any) =>
      officer.post(
        `/v1/placements/${id}/move`,
        { bedId, on: TODAY, reason: 'CARPL', planned: true, keepsSchool: true },
        headers,
      )
    const answers = await Promise.all([move(stay.id, b.id), move(stay.id, c.id)])
    oneWon(t, answers, ['/problems/action-not-open'])
    const now = (await officer.get(`/v1/placements?childId=${child.id}`)).body.items
    t.equal(now.filter(({ status }) => status === 'current').length, 1)

    const [d, e] = [await aBed(officer), await aBed(officer)]
    const [x, y] = [await aPlacement(officer, { bedId: d.id }), await aPlacement(officer, { bedId: e.id })]
    const swap = await Promise.all([move(x.id, e.id), move(y.id, d.id)])
    for (const { status, body } of swap) {
      t.ok(status === 201 || status === 409, String(status))
      if (status === 409) t.equal(body.type, '/problems/bed-in-use')
    }
  },
)

t.test('a lost update is refused: of two who read one version, the second is told', async (t) => {
  const stay = await aPlacement(officer, { bedId: (await aBed(officer)).id })
  const end = (headers: Record<string, string>) =>
    officer.post(`/v1/placements/${stay.id}/end`, { on: TODAY, planned: true }, headers)
  t.match(await end({}), { status: 428, body: { type: '/problems/if-match-required' } })
  const both = await Promise.all([end({ 'if-match': '"v1"' }), end({ 'if-match': '"v1"' })])
  t.same(both.map(({ status }) => status).sort(), [200, 412])
})

t.test(
  'a hold that runs out frees the bed in that moment: for searches, reads and another hold',
  async (t) => {
    const home = await aHome(officer, { kind: 'residential-school' })
    const bed = await aBed(officer, { homeId: home.id })
    const [child, other] = await someChildren(2)
    const beds = [{ bedId: bed.id, childId: child?.id ?? '' }]
    const findBed = async () => {
      const search = { children: [{ childId: other?.id }], from: TODAY, types: ['residential-school'] }
      const { body } = await officer.post('/v1/vacancy-searches', search)
      return body.items.length
    }
    const state = async () => {
      const { rows } = await service.ownerPool.query<{ state: string }>(
        `select set_config('app.authority', authority_code, false),
              (select state from bed_nights($2) n where n.bed_id = b.id and n.from_on <= $2 and n.to_on > $2) as state
         from beds b where b.id = $1`,
        [bed.id, TODAY],
      )
      return rows[0]?.state
    }
    t.equal(await findBed(), 1)
    const expiresAt = inSeconds(5)
    const { body: lapsing } = await hold(officer, beds, { expiresAt })
    t.equal(lapsing.status, 'held')
    t.equal(await findBed(), 0, 'held: not offered')
    t.equal(await state(), 'committed')
    const refusal = await hold(officer, [{ bedId: bed.id, childId: other?.id ?? '' }])
    t.match(refusal, { status: 409, body: { type: '/problems/bed-in-use' } })

    await sleep(Date.parse(expiresAt) - Date.now() + 20)
    t.equal(await findBed(), 1, 'lapsed: offered')
    t.equal(await state(), 'vacant')
    const lapsedHold = (await officer.get(`/v1/holds/${lapsing.id}`)).body
    t.equal(lapsedHold.status, 'lapsed')
    for (const action of ['extension', 'release', 'agreement']) {
      const why = 'It has lapsed: the beds are free for others. Hold them again.'
      const body = action === 'extension' ? { expiresAt: inHours(1) } : {}
      const answer = await officer.post(`/v1/holds/${lapsing.id}/${action}`, body, any)
      t.match(answer, { status: 409, body: { type: '/problems/action-not-open', detail: why } }, action)
      t.match(lapsedHold.actions, [{ why }, { why }, { why }])
    }
    const again = await hold(officer, [{ bedId: bed.id, childId: other?.id ?? '' }])
    t.equal(again.status, 201)
  },
)

t.test('a hold is extended and never cut short; release it instead', async (t) => {
  const child = await aChild(officer)
  const beds = [{ bedId: (await aBed(officer)).id, childId: child.id }]
  const { body: body } = await hold(officer, beds, { expiresAt: inHours(2) })
  const extension = (expiresAt: string) => officer.post(`/v1/holds/${body.id}/extension`, { expiresAt }, any)
  t.match(await extension(inHours(1)), {
    status: 422,
    body: { errors: [{ pointer: '#/expiresAt', code: 'not-later' }] },
  })
  t.equal((await officer.get(`/v1/holds/${body.id}`)).body.expiresAt, body.expiresAt)
  const later = inHours(3)
  t.match(await extension(later), { status: 200, body: { expiresAt: new Date(later).toISOString() } })
})

t.test('a hold that has run out is in nobody’s way: a void, a placement, closing the bed', async (t) => {
  const child = await aChild(officer)
  const lapsedHoldOn = async () => {
    const bed = await aBed(officer)
    const expiresAt = inSeconds(1)
    const response = await hold(officer, [{ bedId: bed.id, childId: child.id }], { expiresAt })
    t.equal(response.status, 201)
    await sleep(Date.parse(expiresAt) - Date.now() + 20)
    return bed
  }
  const voidHold = await lapsedHoldOn()
  t.equal(
    (await officer.post('/v1/voids', { bedId: voidHold.id, reason: 'repair', startsOn: TODAY })).status,
    201,
  )
  const placementHold = await lapsedHoldOn()
  await aPlacement(officer, { bedId: placementHold.id, startedOn: TODAY })
  const closureHold = await lapsedHoldOn()
  t.equal((await officer.patch(`/v1/beds/${closureHold.id}`, { closesOn: TODAY }, any)).status, 200)
})

t.test('an extension and another’s hold race at the end of a hold: one of them has the bed', async (t) => {
  for (let round = 0; round < 5; round++) {
    const bed = await aBed(officer)
    const [child, other] = await someChildren(2)
    const expiresAt = inSeconds(1)
    const first = await hold(officer, [{ bedId: bed.id, childId: child?.id ?? '' }], { expiresAt })
    await sleep(Date.parse(expiresAt) - Date.now() - 8)
    const tries = Array.from({ length: 6 }, () =>
      hold(officer, [{ bedId: bed.id, childId: other?.id ?? '' }]),
    )
    const extensionRequest = officer.post(
      `/v1/holds/${first.body.id}/extension`,
      { expiresAt: inHours(1) },
      any,
    )
    const [extension, ...holds] = await Promise.all([extensionRequest, ...tries])
    const won = holds.filter(({ status }) => status === 201).length + (extension.status === 200 ? 1 : 0)
    const uses = await usesOf(bed.id)
    t.ok(won <= 1 && uses.length <= 1, `${won} had it`)
    const status = (await officer.get(`/v1/holds/${first.body.id}`)).body.status
    t.equal(status, extension.status === 200 ? 'held' : 'lapsed')
  }
})

t.test(
  'beds of a shared home are held across authorities, and neither learns of the other’s child',
  async (t) => {
    const stranger = await service.as('placements', STOCKPORT)
    const home = await aHome(officer, { shared: true })
    const bed = await aBed(officer, { homeId: home.id })
    const child = await aChild(stranger)
    const theirs = await hold(stranger, [{ bedId: bed.id, childId: child.id }])
    t.equal(theirs.status, 201)
    const mine = await hold(officer, [{ bedId: bed.id, childId: (await aChild(officer)).id }])
    t.match(mine, { status: 409, body: { type: '/problems/bed-in-use' } })
    t.match(await officer.get(`/v1/holds/${theirs.body.id}`), { status: 404 })
    t.match(await officer.post(`/v1/holds/${theirs.body.id}/release`, {}, any), { status: 404 })
    const unseen = await aBed(stranger)
    t.match(await hold(officer, [{ bedId: unseen.id, childId: (await aChild(officer)).id }]), {
      status: 422,
      body: { type: '/problems/unknown-reference', errors: [{ pointer: '#/beds/0/bedId' }] },
    })
    t.match(await hold(officer, [{ bedId: bed.id, childId: child.id }], { from: inDays(400) }), {
      status: 409,
    })
  },
)
