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

t.setTimeout(900_000)

/** How many nights are compared after each step, from the first day. */
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
  const postcode = 'CW1 0CC'
  const home = await aHome(officer, { postcode, registeredPlaces: null })
  const beds = await Promise.all(Array.from({ length: BEDS }, () => aBed(officer, { homeId: home.id })))
  const children = await Promise.all(
    Array.from({ length: CHILDREN }, () => aChild(officer, { homePostcode: postcode })),
  )
  const ids = (bodies: Body[]) => bodies.map(({ id }) => id)
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

/** The placement that a number means: in four cases of five, one whose action is open. */
function candidate(model: Model, { does, which }: Command & { which: number }): Placement | undefined {
  const open = model.placements.filter((p) => openActions(model, p).includes(actionOf[does] ?? ''))
  return pick(which % 5 === 0 ? model.placements : open, which)
}

const outcomeOf = ({ status, body }: Answer<Body>): Outcome =>
  status < 300 ? 'done' : (body.type.replace('/problems/', '') as Outcome)

/** How often each outcome came, to show that a run did not only try impossible commands. */
const outcomes: Partial<Record<Outcome, number>> = {}

function expect(context: string, answer: Answer<Body>, outcome: Outcome): void {
  const came = outcomeOf(answer)
  outcomes[came] = (outcomes[came] ?? 0) + 1
  if (came !== outcome) throw new Error(`${context}: ${came}, not ${outcome}: ${answer.body.detail}`)
}

const openOf = (body: Body) =>
  (body.actions as { action: string; open: boolean }[]).flatMap(({ action, open }) => (open ? [action] : []))

/** Runs a command over HTTP and in the model; throws where the two differ. */
async function play(world: World, step: Command): Promise<void> {
  const { model, beds, children } = world
  const stepText = JSON.stringify(step)
  const plannedStay = (from: number, to: number | null, child: number, bed: number | null): Placement => ({
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

  /** Records a placement without a hold. */
  async function record(p: Placement): Promise<void> {
    const answer = await officer.post('/v1/placements', {
      childId: children[p.child],
      bedId: beds[p.bed ?? 0],
      placementType: 'residential',
      keepsSchool: true,
      plannedFrom: dateOf(p.plannedFrom),
      plannedTo: dateOf(p.plannedTo),
      startedOn: dateOf(p.startedOn),
    })
    expect(stepText, answer, standing(model, p))
    if (answer.status === 201) settle(answer.body, { ...p, id: answer.body.id })
  }

  /** Stores the placement in the model, and compares its open actions with those of the answer. */
  function settle(body: Body | null, p: Placement): void {
    const index = model.placements.findIndex(({ id }) => id === p.id)
    if (index < 0) model.placements.push(p)
    else model.placements[index] = p
    const [actual, expected] = [JSON.stringify(body && openOf(body)), JSON.stringify(openActions(model, p))]
    if (body && actual !== expected) throw new Error(`${stepText}: open are ${actual}, not ${expected}`)
  }

  /** Runs an action on a placement. */
  async function act(
    action: string,
    p: Placement | undefined,
    changes: Partial<Placement>,
    body: object,
    day?: number,
    arrival?: Placement,
  ) {
    if (!p) return
    const { outcome, become } = foresee(model, action, p, changes, day, arrival)
    const answer = await officer.post(`/v1/placements/${p.id}/${action}`, body, any)
    expect(stepText, answer, outcome)
    if (answer.status >= 300) return
    for (const changedPlacement of become) {
      const id = changedPlacement.id === '' ? answer.body.id : changedPlacement.id
      settle(id === answer.body.id ? answer.body : null, { ...changedPlacement, id })
    }
  }

  const placement = 'which' in step ? candidate(model, step) : undefined
  const running = model.holds.filter(({ status }) => status === 'held')
  const hold = 'which' in step ? pick(step.which % 5 === 0 ? model.holds : running, step.which) : undefined
  const end = (from: number, length: number | null) => (length === null ? null : from + length)

  switch (step.does) {
    case 'sleep':
      model.today += step.nights
      today = addDays(TODAY, model.today)
      return
    case 'hold': {
      const from = model.today + step.from
      const to = end(from, step.for)
      const bedsToHold = step.beds.map((bed, n) => ({ bed, child: step.children[n] ?? 0 }))
      const answer = await officer.post('/v1/holds', {
        beds: bedsToHold.map(({ bed, child }) => ({ bedId: beds[bed], childId: children[child] })),
        from: dateOf(from),
        to: dateOf(to),
        expiresAt: inHours(1),
      })
      expect(stepText, answer, foreseeHold(model, step.beds, from, to))
      if (answer.status === 201)
        model.holds.push({ id: answer.body.id, beds: bedsToHold, from, to, status: 'held' })
      return
    }
    case 'lapse':
      if (hold?.status !== 'held') return
      await service.ownerPool.query(`update holds set expires_at = clock_timestamp() where id = $1`, [
        hold.id,
      ])
      hold.status = 'lapsed'
      return
    case 'release':
    case 'extend': {
      if (!hold) return
      const [action, body] =
        step.does === 'extend' ? ['extension', { expiresAt: inHours(2) }] : ['release', {}]
      const answer = await officer.post(`/v1/holds/${hold.id}/${action}`, body, any)
      expect(stepText, answer, hold.status === 'held' ? 'done' : 'action-not-open')
      if (hold.status === 'held' && step.does === 'release') hold.status = 'released'
      return
    }
    case 'agree': {
      if (!hold) return
      const placements = hold.beds.map(({ bed, child }) => plannedStay(hold.from, hold.to, child, bed))
      const answer = await officer.post(`/v1/holds/${hold.id}/agreement`, {}, any)
      expect(
        stepText,
        answer,
        hold.status === 'held' ? foreseeAgreement(model, placements) : 'action-not-open',
      )
      if (answer.status >= 300) return
      hold.status = 'agreed'
      for (const { id, bedId } of answer.body.placements as { id: string; bedId: string }[]) {
        const agreedPlacement = placements.find(({ bed }) => beds[bed ?? 0] === bedId)
        if (agreedPlacement) settle(null, { ...agreedPlacement, id })
      }
      return
    }
    case 'place': {
      const from = model.today + step.from
      return record(plannedStay(from, end(from, step.for), step.child, step.bed))
    }
    case 'record':
      return record({
        ...plannedStay(0, null, step.child, step.bed),
        plannedFrom: null,
        startedOn: model.today - step.ago,
      })
    case 'start': {
      const day = model.today - step.ago
      return act('start', placement, { startedOn: day }, { on: dateOf(day) }, day)
    }
    case 'end': {
      const day = model.today - step.ago
      return act('end', placement, { endedOn: day }, { on: dateOf(day), planned: true }, day)
    }
    case 'move': {
      const day = model.today - step.ago
      const arrival = {
        ...plannedStay(0, null, placement?.child ?? 0, step.bed),
        plannedFrom: null,
        startedOn: day,
      }
      const body = {
        on: dateOf(day),
        bedId: beds[step.bed],
        reason: 'CARPL',
        planned: false,
        keepsSchool: true,
      }
      return act('move', placement, { endedOn: day }, body, day, arrival)
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
      const hasBegun = from <= model.today
      const away: Placement = {
        ...plannedStay(from, to, placement.child, null),
        temporary: true,
        startedOn: hasBegun ? from : null,
        endedOn: hasBegun && to <= model.today ? to : null,
      }
      const open = openActions(model, placement).includes('absences')
      const early = from < (placement.startedOn ?? 0)
      const outcome = !open ? 'action-not-open' : early ? 'rule-broken' : standing(model, away)
      const body = { placementType: 'temporary', placeCode: 'T0', from: dateOf(from), to: dateOf(to) }
      const answer = await officer.post(`/v1/placements/${placement.id}/absences`, body, any)
      expect(stepText, answer, outcome)
      if (answer.status === 201) settle(answer.body, { ...away, id: answer.body.id })
      return
    }
    case 'void': {
      const from = model.today + step.from
      const to = end(from, step.for)
      const body = { bedId: beds[step.bed], reason: 'repair', startsOn: dateOf(from), endsOn: dateOf(to) }
      const answer = await officer.post('/v1/voids', body)
      expect(stepText, answer, isTaken(model, step.bed, from, to) ? 'bed-in-use' : 'done')
      if (answer.status === 201) model.voids.push({ id: answer.body.id, bed: step.bed, from, to })
      return
    }
    case 'close-void': {
      const voidToChange = pick(model.voids, step.which)
      if (!voidToChange) return
      const inUse = isTaken(model, voidToChange.bed, voidToChange.from, step.to, voidToChange.id)
      const answer = await officer.patch(`/v1/voids/${voidToChange.id}`, { endsOn: dateOf(step.to) }, any)
      expect(stepText, answer, step.to <= voidToChange.from ? 'rule-broken' : inUse ? 'bed-in-use' : 'done')
      if (answer.status === 200) voidToChange.to = step.to
      return
    }
  }
}

/** Compares every bed-night with the measures and with the search. */
async function compareBeds({ model, beds }: World): Promise<void> {
  const client = await service.appPool.connect()
  try {
    await client.query(`begin; select set_config('app.authority', '${CHESHIRE_EAST}', true)`)
    const { rows } = await client.query<{ bed: string; day: string; state: string; free: boolean }>({
      name: 'bed-nights',
      text: `with night as materialized (select * from bed_nights($4) where bed_id = any($1)),
            free as materialized (select * from bed_free where bed_id = any($1)),
            held as materialized (
              select bed_id, nights from bed_held
               where bed_id = any($1) and ended_at is null and expires_at > now()
            )
       select b.id as bed, d.day::date as day, n.state,
              f.bed_id is not null
                and not exists (select from held h where h.bed_id = b.id and h.nights @> d.day::date) as free
         from unnest($1::uuid[]) b (id)
         cross join generate_series($2::date, $2::date + $3::int, '1 day') d (day)
         left join night n on n.bed_id = b.id and n.from_on <= d.day and n.to_on > d.day
         left join free f on f.bed_id = b.id and f.free_from <= d.day and f.free_to > d.day
          and (f.awaiting_departure is null or f.awaiting_departure > $4)`,
      values: [beds, addDays(TODAY, -6), WINDOW, today],
    })
    const wrong = rows.filter(({ bed, day, state, free }) => {
      const expected = bedState(model, beds.indexOf(bed), dayOf(day) ?? 0)
      return state !== expected || free !== (expected === 'vacant')
    })
    const failure = wrong
      .slice(0, 4)
      .map((row) => ({ ...row, model: bedState(model, beds.indexOf(row.bed), dayOf(row.day) ?? 0) }))
    if (wrong.length > 0 || rows.length !== beds.length * (WINDOW + 1))
      throw new Error(`bed nights: ${rows.length} rows, ${wrong.length} wrong: ${JSON.stringify(failure)}`)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Compares all placements of these children with those that the API lists. */
async function compareChildren({ model, children }: World, childIndexes: readonly number[]): Promise<void> {
  for (const child of childIndexes) {
    const { items } = (await officer.get(`/v1/placements?childId=${children[child]}&limit=500`)).body
    const rows = items.map((p) => [p.id, p.status, dayOf(p.plannedTo), dayOf(p.startedOn), dayOf(p.endedOn)])
    const expected = model.placements
      .filter((p) => p.child === child)
      .map((p) => [p.id, status(model, p), p.plannedTo, p.startedOn, p.endedOn])
    const inOrder = (rows: unknown[][]) =>
      JSON.stringify(rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)))
    if (inOrder(rows) !== inOrder(expected))
      throw new Error(`placements: ${inOrder(rows)}, not ${inOrder(expected)}`)
  }
}

t.test(
  'whatever officers do in whatever order, every bed-night, placement and action is as the model has it',
  { timeout: 800_000 },
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
