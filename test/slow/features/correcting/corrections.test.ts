import fc from 'fast-check'
import t from 'tap'
import { addDays, addMonths, birthday, nightsBetween } from '../../../../src/domain/dates.ts'
import { testApp, type Answer, type Body } from '../../../support/app.ts'
import { aBed, aCarePeriod, aChild, aHome, aLegalStatus, aSeparation } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'

t.setTimeout(900_000)

/*
 * Random corrections of random placements keep the promises: a child is in one placement on a night and a bed in one use,
 * what is refused changes nothing, what is corrected is told in the history with its reason, and an undo brings back
 * exactly what was.
 */

const RUNS = Number(process.env.MODEL_RUNS ?? 20)
const service = await testApp(t, { clock: () => new Date(`${TODAY}T12:00:00Z`) })
const admin = await service.as('admin')
const any = { 'if-match': '*' }
const reason = 'Recorded wrongly, says the test.'

interface World {
  children: string[]
  beds: string[]
  /** The eighteenth birthday of the first child, who is 17 and 9 months. */
  adultOn: string
}

/** Children of whom the first can agree Staying Put, in care; beds of two foster homes. */
async function newWorld(): Promise<World> {
  const kind = {
    kind: 'fostering-household',
    confidential: true,
    registeredPlaces: null,
    postcode: 'CW1 0CC',
  }
  const homes = [await aHome(admin, kind), await aHome(admin, kind)]
  const beds = await Promise.all([0, 1, 0, 1].map((n) => aBed(admin, { homeId: homes[n]?.id })))
  const nearlyAdult = addMonths(TODAY, -(17 * 12 + 9))
  const birthDays = [nearlyAdult, '2016-02-29', '2016-03-01']
  const children = []
  for (const dateOfBirth of birthDays) {
    const { id } = await aChild(admin, { dateOfBirth, homePostcode: 'CW1 0CC' })
    children.push(id)
  }
  for (const childId of children.slice(0, 2)) {
    await aCarePeriod(admin, { childId, startedOn: inDays(-300) })
    await aLegalStatus(admin, { childId, startedOn: inDays(-300) })
    await aSeparation(admin, { childId })
  }
  return { children, beds: beds.map(({ id }) => id), adultOn: birthday(nearlyAdult, 18) }
}

const which = fc.nat(30)
const ago = fc.nat(40)
const bed = fc.nat(3)
const child = fc.nat(2)
const does = <T extends string>(...words: T[]) => fc.constantFrom(...words)
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: does('record'),
      child,
      bed,
      ago,
      nights: fc.option(fc.integer({ min: 1, max: 20 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: does('agree'), child, bed, ago, nights: fc.constant(null) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: does('start', 'end', 'move', 'boundary', 'boundary', 'absent'),
      which,
      bed,
      ago,
      back: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: does('start-undo', 'end-undo', 'staying-put-undo', 'remove'), which }),
  },
  { weight: 2, arbitrary: fc.record({ does: does('staying-put'), which, back: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: does('merge'), child, other: child }) },
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** Played first in every run, since chance alone seldom comes to them. Staying Put agreed, taken back and agreed anew: */
const stayingPut: Command[] = [
  { does: 'record', child: 0, bed: 0, ago: 20, nights: null },
  { does: 'staying-put', which: 1, back: true },
  { does: 'staying-put', which: 1, back: false },
  { does: 'staying-put-undo', which: 1 },
]

/** A move, and the day of it put right. */
const moveDay: Command[] = [
  { does: 'record', child: 1, bed: 0, ago: 30, nights: null },
  { does: 'move', which: 1, bed: 1, ago: 20, back: false },
  { does: 'boundary', which: 1, bed: 0, ago: 25, back: true },
]

const outcomes = new Map<string, number>()
const count = (step: string, { status, body }: Answer<Body>) => {
  if (status >= 500) throw new Error(`${step}: ${status} ${JSON.stringify(body)}`)
  const outcome = status < 300 ? 'done' : body.type.replace('/problems/', '')
  outcomes.set(`${step} ${outcome}`, (outcomes.get(`${step} ${outcome}`) ?? 0) + 1)
}

/** All that is recorded of the children and the uses of the beds. */
async function snapshot({ children, beds }: World): Promise<string> {
  const fields = ['version', 'updated_at']
  const parts = []
  for (const table of ['placements', 'care_periods', 'legal_statuses', 'separations', 'children']) {
    const column = table === 'children' ? 'id' : 'child_id'
    const { rows } = await service.ownerPool.query<{ row: string }>(
      `select (to_jsonb(x) - $2::text[])::text as row from ${table} x where ${column} = any($1) order by x.id`,
      [children, fields],
    )
    parts.push(...rows.map(({ row }) => `${table} ${row}`))
  }
  const { rows } = await service.ownerPool.query<{ row: string }>(
    `select (to_jsonb(u) - 'id')::text as row from bed_use u where bed_id = any($1) order by bed_id, lower(nights)`,
    [beds],
  )
  return [...parts, ...rows.map(({ row }) => `bed_use ${row}`)].join('\n')
}

/** Nights on which a child is in two placements of a layer, or a bed in two uses, found by counting each night. */
async function doubles({ children, beds }: World): Promise<unknown[]> {
  const { rows } = await service.ownerPool.query(
    `with night as (select $3::date + n as day from generate_series(-60, 20) n)
     select p.child_id::text as whose, day from night join placements p on p.stay @> day
      where p.child_id = any($1) group by p.child_id, p.layer, day having count(*) > 1
     union all
     select u.bed_id::text, day from night join bed_use u on u.nights @> day
      where u.bed_id = any($2) group by u.bed_id, day having count(*) > 1`,
    [children, beds, TODAY],
  )
  return rows as unknown[]
}

const actionOf: Partial<Record<Command['does'], string>> = { absent: 'absences' }

/** The placement that a number means: in four cases of five, one of which the action is open. */
async function candidate(
  placements: readonly Body[],
  step: Command & { which: number },
): Promise<Body | undefined> {
  const action = actionOf[step.does] ?? step.does
  const pick = (list: readonly Body[]) => list[step.which % Math.max(1, list.length)]
  if (action === 'remove' || step.which % 5 === 0) return pick(placements)
  const details = await Promise.all(placements.map(({ id }) => admin.get(`/v1/placements/${id}`)))
  const open = details
    .map(({ body }) => body)
    .filter(({ actions, corrections }) =>
      [actions, corrections]
        .flatMap((states) => states as { action: string; open: boolean }[])
        .some((state) => state.action === action && state.open),
    )
  return pick(open)
}

/** Does a command and, where it says so, takes it back; throws where a promise is broken. */
async function play(world: World, step: Command): Promise<void> {
  const { children, beds, adultOn } = world
  const list = await Promise.all(children.map((id) => admin.get(`/v1/placements?childId=${id}&limit=500`)))
  const placements = list.flatMap(({ body }) => body.items)
  const original = await snapshot(world)
  const post = async (path: string, body: object) => {
    const answer = await admin.post(`/v1/${path}`, body, any)
    count(step.does, answer)
    if (answer.status >= 300 && (await snapshot(world)) !== original)
      throw new Error(`${JSON.stringify(step)}: it was refused, and changed something`)
    return answer
  }
  /** Takes back what was just done, and sees that all is as it was. */
  const takeBack = async (path: string, body: object, compare = (text: string) => text) => {
    const answer = await admin.post(`/v1/${path}`, body, any)
    const [expected, actual] = [compare(original), compare(await snapshot(world))]
    if (answer.status !== 200 || expected !== actual)
      throw new Error(
        `${JSON.stringify(step)} taken back: ${answer.status} ${JSON.stringify(answer.body.detail)}\n${expected}\n\n${actual}`,
      )
  }
  if (step.does === 'record' || step.does === 'agree') {
    const from = inDays(step.does === 'agree' ? 20 - step.ago : -step.ago)
    const to = step.nights === null ? null : addDays(from, step.nights)
    const dates =
      step.does === 'agree'
        ? { plannedFrom: from, plannedTo: to }
        : { startedOn: from, endedOn: to !== null && to <= TODAY ? to : null, recordedAsHappened: reason }
    const place = {
      childId: children[step.child],
      bedId: beds[step.bed],
      placementType: 'ifa',
      keepsSchool: true,
    }
    await post('placements', { ...place, ...dates })
    return
  }
  if (step.does === 'merge') {
    const [id, otherId] = [children[step.child] ?? '', children[step.other] ?? '']
    const answer = await post(`children/${id}/merge`, { otherId, reason })
    if (answer.status === 200) await takeBack(`children/${id}/unmerge`, { otherId, reason })
    return
  }
  const placement = await candidate(placements, step)
  if (placement === undefined) return
  const url = `placements/${placement.id}`
  /** A day of the placement, gone by. */
  const start = typeof placement.startedOn === 'string' ? placement.startedOn : inDays(-40)
  const day = 'ago' in step ? inDays(-(step.ago % (Math.max(0, nightsBetween(start, TODAY)) + 1))) : TODAY
  switch (step.does) {
    case 'remove':
      count('remove', await admin.del(`/v1/${url}`, any))
      return
    case 'start-undo':
    case 'end-undo':
    case 'staying-put-undo': {
      const answer = await post(`${url}/${step.does}`, { reason })
      if (answer.status !== 200) return
      const { items } = (await admin.get(`/v1/placements/${answer.body.id}/versions`)).body
      if (items.at(-1)?.reason !== reason) throw new Error('a correction is told with its reason')
      return
    }
    case 'staying-put': {
      const answer = await post(`${url}/staying-put`, { on: adultOn })
      if (answer.status === 201 && step.back)
        await takeBack(`placements/${answer.body.id}/staying-put-undo`, { reason })
      return
    }
    case 'start':
    case 'end': {
      const body = step.does === 'end' ? { on: day, planned: true } : { on: day }
      const answer = await post(`${url}/${step.does}`, body)
      const isNext = placements.some((other) => other.startedOn === day && other.id !== placement.id)
      if (answer.status === 200 && step.back && !isNext)
        await takeBack(`${url}/${step.does}-undo`, { reason })
      return
    }
    case 'move': {
      const move = {
        on: day,
        bedId: beds[step.bed],
        reason: 'CARPL',
        planned: false,
        keepsSchool: true,
      }
      const answer = await post(`${url}/move`, move)
      if (answer.status !== 201 || !step.back) return
      await takeBack(step.ago % 2 ? `${url}/end-undo` : `placements/${answer.body.id}/start-undo`, { reason })
      return
    }
    case 'absent': {
      const away = {
        placementType: 'temporary',
        placeCode: 'T2',
        from: day,
        to: addDays(day, 3),
      }
      await post(`${url}/absences`, away)
      return
    }
    case 'boundary': {
      const answer = await post(`${url}/boundary`, { on: day, reason })
      // A boundary goes back to where it was, unless that left a placement without a night; absences follow the nights.
      const hadNights = String(placement.endedOn) > start
      if (answer.status === 200 && step.back && hadNights)
        await takeBack(`${url}/boundary`, { on: placement.endedOn, reason }, (text) =>
          text.replace(/"absence_from_id": [^,}]*/g, ''),
        )
      return
    }
  }
}

t.test(
  'random corrections keep the promises, and an undo brings back what was',
  { timeout: 800_000 },
  async (t) => {
    let steps = 0
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 25, maxLength: 40, size: 'max' }), async (commands) => {
        const world = await newWorld()
        for (const step of commands) {
          await play(world, step)
          const rows = await doubles(world)
          if (rows.length > 0) throw new Error(`${JSON.stringify(step)}: ${JSON.stringify(rows)}`)
          steps++
        }
      }),
      { numRuns: RUNS, examples: [[stayingPut], [moveDay]], interruptAfterTimeLimit: 240_000 },
    )
    t.comment(`${steps} steps: ${JSON.stringify(Object.fromEntries([...outcomes].sort()))}`)
    for (const step of [
      'boundary',
      'start-undo',
      'end-undo',
      'staying-put',
      'move',
      'end',
      'start',
      'merge',
      'remove',
    ])
      t.ok(outcomes.get(`${step} done`), `${step} was done`)
  },
)
