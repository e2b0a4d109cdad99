import fc from 'fast-check'
import t from 'tap'
import { addDays, nightsBetween } from '../../../../../src/domain/dates.ts'
import { CHESHIRE_EAST, testApp, type Answer, type Body } from '../../../../support/app.ts'
import { aBed, aChild, aHome } from '../../../../support/builders.ts'
import { inHours, TODAY } from '../../../../support/placing.ts'
import { BEDS, CHILDREN, command, foresee, foreseeAgreement, foreseeHold, type Command } from './commands.ts'
import {
  bedState,
  isTaken,
  openActions,
  standing,
  status,
  type Model,
  type Outcome,
  type Placement,
} from './model.ts'

t.setTimeout(600_000)

/** Nights compared after each step, from the first day on. */
const WINDOW = 45
const RUNS = Number(process.env.MODEL_RUNS ?? 40)
const STEPS = { minLength: 45, maxLength: 60 }

let today = TODAY
const service = await testApp(t, { clock: () => new Date(`${today}T12:00:00Z`) })
const officer = await service.as('placements')
const any = { 'if-match': '*' }
const dateOf = (day: number | null) => (day === null ? null : addDays(TODAY, day))
const dayOf = (date: unknown) => (typeof date === 'string' ? nightsBetween(TODAY, date) : null)
const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

interface World {
  model: Model
  beds: string[]
  children: string[]
}

async function newWorld(): Promise<World> {
  today = TODAY
  const postcode = 'CW1 2BJ'
  const home = await aHome(officer, { postcode, registeredPlaces: null })
  const beds = await Promise.all(Array.from({ length: BEDS }, () => aBed(officer, { homeId: home.id })))
  const children = await Promise.all(
    Array.from({ length: CHILDREN }, () => aChild(officer, { homePostcode: postcode })),
  )
  const ids = (made: Body[]) => made.map(({ id }) => id)
  return {
    model: { today: 0, placements: [], holds: [], voids: [] },
    beds: ids(beds),
    children: ids(children),
  }
}

const actionOf: Partial<Record<Command['does'], string>> = {
  start: 'start',
  end: 'end',
  move: 'move',
  plan: 'planned-dates',
  absent: 'absences',
  withdraw: 'withdrawal',
  'not-start': 'did-not-start',
}

/** The placement that a number means: four times of five one whose action is open. */
function candidate(model: Model, { does, which }: Command & { which: number }): Placement | undefined {
  const open = model.placements.filter((p) => openActions(model, p).includes(actionOf[does] ?? ''))
  return pick(which % 5 === 0 ? model.placements : open, which)
}

const outcomeOf = ({ status, body }: Answer<Body>): Outcome =>
  status < 300 ? 'done' : (body.type.replace('/problems/', '') as Outcome)

/** How often each outcome came, so that a run shows that it did not only try what cannot be. */
const outcomes: Partial<Record<Outcome, number>> = {}

function expect(of: string, answer: Answer<Body>, outcome: Outcome): void {
  const came = outcomeOf(answer)
  outcomes[came] = (outcomes[came] ?? 0) + 1
  if (came !== outcome) throw new Error(`${of}: ${came}, not ${outcome}: ${answer.body.detail}`)
}

const openOf = (body: Body) =>
  (body.actions as { action: string; open: boolean }[]).flatMap(({ action, open }) => (open ? [action] : []))

/** Plays a command through HTTP and in the model; throws where the two part. */
async function play(world: World, step: Command): Promise<void> {
  const { model, beds, children } = world
  const told = JSON.stringify(step)
  const planned = (from: number, to: number | null, child: number, bed: number | null): Placement => ({
    id: '',
    child,
    bed,
    temporary: false,
    plannedFrom: from,
    plannedTo: to,
    startedOn: null,
    endedOn: null,
    calledOff: null,
  })

  /** A record of a placement by itself. */
  async function record(p: Placement): Promise<void> {
    const answer = await officer.post('/v1/placements', {
      childId: children[p.child],
      bedId: beds[p.bed ?? 0],
      placementType: 'residential',
      plannedFrom: dateOf(p.plannedFrom),
      plannedTo: dateOf(p.plannedTo),
      startedOn: dateOf(p.startedOn),
    })
    expect(told, answer, standing(model, p))
    if (answer.status === 201) settle(answer.body, { ...p, id: answer.body.id })
  }

  /** Takes what the model says of a placement, and compares what the answer says is open. */
  function settle(body: Body | null, p: Placement): void {
    const at = model.placements.findIndex(({ id }) => id === p.id)
    if (at < 0) model.placements.push(p)
    else model.placements[at] = p
    const [said, expected] = [JSON.stringify(body && openOf(body)), JSON.stringify(openActions(model, p))]
    if (body && said !== expected) throw new Error(`${told}: open are ${said}, not ${expected}`)
  }

  /** An action on a placement. */
  async function act(
    action: string,
    p: Placement | undefined,
    after: Partial<Placement>,
    body: object,
    on?: number,
    arrival?: Placement,
  ) {
    if (!p) return
    const { outcome, become } = foresee(model, action, p, after, on, arrival)
    const answer = await officer.post(`/v1/placements/${p.id}/${action}`, body, any)
    expect(told, answer, outcome)
    if (answer.status >= 300) return
    for (const changed of become) {
      const id = changed.id === '' ? answer.body.id : changed.id
      settle(id === answer.body.id ? answer.body : null, { ...changed, id })
    }
  }

  const placement = 'which' in step ? candidate(model, step) : undefined
  const running = model.holds.filter(({ status }) => status === 'held')
  const held = 'which' in step ? pick(step.which % 5 === 0 ? model.holds : running, step.which) : undefined
  const end = (from: number, length: number | null) => (length === null ? null : from + length)

  switch (step.does) {
    case 'sleep':
      model.today += step.nights
      today = addDays(TODAY, model.today)
      return
    case 'hold': {
      const from = model.today + step.from
      const to = end(from, step.for)
      const wanted = step.beds.map((bed, n) => ({ bed, child: step.children[n] ?? 0 }))
      const answer = await officer.post('/v1/holds', {
        beds: wanted.map(({ bed, child }) => ({ bedId: beds[bed], childId: children[child] })),
        from: dateOf(from),
        to: dateOf(to),
        expiresAt: inHours(1),
      })
      expect(told, answer, foreseeHold(model, step.beds, from, to))
      if (answer.status === 201)
        model.holds.push({ id: answer.body.id, beds: wanted, from, to, status: 'held' })
      return
    }
    case 'lapse':
      if (held?.status !== 'held') return
      await service.ownerPool.query(`update holds set expires_at = clock_timestamp() where id = $1`, [
        held.id,
      ])
      held.status = 'lapsed'
      return
    case 'release':
    case 'extend': {
      if (!held) return
      const [action, body] =
        step.does === 'extend' ? ['extension', { expiresAt: inHours(2) }] : ['release', {}]
      const answer = await officer.post(`/v1/holds/${held.id}/${action}`, body, any)
      expect(told, answer, held.status === 'held' ? 'done' : 'action-not-open')
      if (held.status === 'held' && step.does === 'release') held.status = 'released'
      return
    }
    case 'agree': {
      if (!held) return
      const made = held.beds.map(({ bed, child }) => planned(held.from, held.to, child, bed))
      const answer = await officer.post(`/v1/holds/${held.id}/agreement`, {}, any)
      expect(told, answer, held.status === 'held' ? foreseeAgreement(model, made) : 'action-not-open')
      if (answer.status >= 300) return
      held.status = 'agreed'
      for (const { id, bedId } of answer.body.placements as { id: string; bedId: string }[]) {
        const agreed = made.find(({ bed }) => beds[bed ?? 0] === bedId)
        if (agreed) settle(null, { ...agreed, id })
      }
      return
    }
    case 'place': {
      const from = model.today + step.from
      return record(planned(from, end(from, step.for), step.child, step.bed))
    }
    case 'record':
      return record({
        ...planned(0, null, step.child, step.bed),
        plannedFrom: null,
        startedOn: model.today - step.ago,
      })
    case 'start': {
      const on = model.today - step.ago
      return act('start', placement, { startedOn: on }, { on: dateOf(on) }, on)
    }
    case 'end': {
      const on = model.today - step.ago
      return act('end', placement, { endedOn: on }, { on: dateOf(on), planned: true }, on)
    }
    case 'move': {
      const on = model.today - step.ago
      const arrival = {
        ...planned(0, null, placement?.child ?? 0, step.bed),
        plannedFrom: null,
        startedOn: on,
      }
      const body = { on: dateOf(on), bedId: beds[step.bed], reason: 'CARPL', planned: false }
      return act('move', placement, { endedOn: on }, body, on, arrival)
    }
    case 'withdraw':
      return act(
        'withdrawal',
        placement,
        { calledOff: 'withdrawn' },
        { on: today, reason: 'No longer needed' },
      )
    case 'not-start':
      return act(
        'did-not-start',
        placement,
        { calledOff: 'did-not-start' },
        { on: today, reason: 'Stayed at home' },
      )
    case 'plan': {
      const to = step.to === null ? null : model.today + step.to
      return act('planned-dates', placement, { plannedTo: to }, { to: dateOf(to) })
    }
    case 'absent': {
      if (!placement) return
      const from = model.today + step.from
      const to = from + step.for
      const begun = from <= model.today
      const away: Placement = {
        ...planned(from, to, placement.child, null),
        temporary: true,
        startedOn: begun ? from : null,
        endedOn: begun && to <= model.today ? to : null,
      }
      const open = openActions(model, placement).includes('absences')
      const early = from < (placement.startedOn ?? 0)
      const outcome = !open ? 'action-not-open' : early ? 'rule-broken' : standing(model, away)
      const body = { placementType: 'temporary', placeCode: 'T0', from: dateOf(from), to: dateOf(to) }
      const answer = await officer.post(`/v1/placements/${placement.id}/absences`, body, any)
      expect(told, answer, outcome)
      if (answer.status === 201) settle(answer.body, { ...away, id: answer.body.id })
      return
    }
    case 'void': {
      const from = model.today + step.from
      const to = end(from, step.for)
      const body = { bedId: beds[step.bed], reason: 'repair', startsOn: dateOf(from), endsOn: dateOf(to) }
      const answer = await officer.post('/v1/voids', body)
      expect(told, answer, isTaken(model, step.bed, from, to) ? 'bed-in-use' : 'done')
      if (answer.status === 201) model.voids.push({ id: answer.body.id, bed: step.bed, from, to })
      return
    }
    case 'close-void': {
      const of = pick(model.voids, step.which)
      if (!of) return
      const taken = isTaken(model, of.bed, of.from, step.to, of.id)
      const answer = await officer.patch(`/v1/voids/${of.id}`, { endsOn: dateOf(step.to) }, any)
      expect(told, answer, step.to <= of.from ? 'rule-broken' : taken ? 'bed-in-use' : 'done')
      if (answer.status === 200) of.to = step.to
      return
    }
  }
}

/** Every night of every bed, as measures see it and as searches do. */
async function compareBeds({ model, beds }: World): Promise<void> {
  const client = await service.appPool.connect()
  try {
    await client.query(`begin; select set_config('app.authority', '${CHESHIRE_EAST}', true)`)
    const { rows } = await client.query<{ bed: string; day: string; state: string; free: boolean }>(
      `select b.id as bed, d.day::date as day, n.state, f.bed_id is not null and h.bed_id is null as free
         from unnest($1::uuid[]) b (id)
         cross join generate_series($2::date, $2::date + $3::int, '1 day') d (day)
         left join bed_nights($4) n on n.bed_id = b.id and n.from_on <= d.day and n.to_on > d.day
         left join bed_free f on f.bed_id = b.id and f.free_from <= d.day and f.free_to > d.day
          and (f.awaiting_departure is null or f.awaiting_departure > $4)
         left join lateral (select bed_id from bed_held where bed_held.bed_id = b.id and ended_at is null
            and expires_at > now() and nights @> d.day::date limit 1) h on true`,
      [beds, addDays(TODAY, -6), WINDOW, today],
    )
    const wrong = rows.filter(({ bed, day, state, free }) => {
      const expected = bedState(model, beds.indexOf(bed), dayOf(day) ?? 0)
      return state !== expected || free !== (expected === 'vacant')
    })
    const shown = wrong
      .slice(0, 4)
      .map((row) => ({ ...row, model: bedState(model, beds.indexOf(row.bed), dayOf(row.day) ?? 0) }))
    if (wrong.length > 0 || rows.length !== beds.length * (WINDOW + 1))
      throw new Error(`bed nights: ${rows.length} rows, ${wrong.length} wrong: ${JSON.stringify(shown)}`)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Every placement of these children, as the list gives them. */
async function compareChildren({ model, children }: World, of: readonly number[]): Promise<void> {
  for (const child of of) {
    const { items } = (await officer.get(`/v1/placements?childId=${children[child]}&limit=500`)).body
    const said = items.map((p) => [p.id, p.status, dayOf(p.plannedTo), dayOf(p.startedOn), dayOf(p.endedOn)])
    const expected = model.placements
      .filter((p) => p.child === child)
      .map((p) => [p.id, status(model, p), p.plannedTo, p.startedOn, p.endedOn])
    const sorted = (rows: unknown[][]) =>
      JSON.stringify(rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)))
    if (sorted(said) !== sorted(expected))
      throw new Error(`placements: ${sorted(said)}, not ${sorted(expected)}`)
  }
}

t.test(
  'whatever officers do in whatever order, every bed-night, placement and action is as the model has it',
  { timeout: 220_000 },
  async (t) => {
    let steps = 0
    await fc.assert(
      fc.asyncProperty(fc.array(command, { ...STEPS, size: 'max' }), async (commands) => {
        const world = await newWorld()
        for (const step of commands) {
          await play(world, step)
          await Promise.all([compareBeds(world), compareChildren(world, [steps % CHILDREN])])
          steps++
        }
        await compareChildren(world, [...world.children.keys()])
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 150_000 },
    )
    t.comment(`${steps} steps: ${JSON.stringify(outcomes)}`)
    for (const outcome of [
      'done',
      'bed-in-use',
      'child-already-placed',
      'rule-broken',
      'action-not-open',
    ] as const)
      t.ok(outcomes[outcome], outcome)
  },
)
