import t from 'tap'
import {
  aBoyOnRecord,
  ask,
  find,
  fixture,
  nameOf,
  offeredHomes,
  type Found,
  type FoundItem,
} from './fixture.ts'

const { officer, stockport, homes, beds, ownerPool } = await fixture(t)

const names = ({ items }: Found) => items.map(nameOf)
const sortedCopy = (list: readonly string[]) => [...list].sort()
const item = (answer: Found, name: string) =>
  answer.items.find((option) => nameOf(option) === name) as FoundItem
const reason = (option: FoundItem, criterion: string) =>
  option.reasons.find((entry) => entry.criterion === criterion)
const homesOf = (answer: Found) => sortedCopy([...new Set(answer.items.map(({ home }) => home.name))])

await t.test('every bed free on every night and within registration is offered, and no other', async (t) => {
  const answer = await find(officer, ask)
  t.same(sortedCopy(names(answer)), sortedCopy(offeredHomes))
  t.equal(answer.found, offeredHomes.length)
})

await t.test('the score is the sum of the points, by weights and scales worked out by hand', async (t) => {
  const answer = await find(officer, ask)
  t.same(answer.profile, { name: 'standard', version: 2 })
  for (const { reasons, score } of answer.items)
    t.equal(
      reasons.reduce((sum, { points }) => sum + points, 0),
      score,
    )
  const points = (name: string) =>
    Object.fromEntries(
      item(answer, name).reasons.flatMap((entry) =>
        entry.kind === 'prefer' ? [[entry.criterion, entry.points]] : [],
      ),
    )
  const none = { kin: 0, 'distance-to-school': 0, 'siblings-there': 0 }
  // 5.0 miles: 16 × (20 − 5) ÷ 20 = 12; good: 6 × 0.80 = 4.8; £4,500: 3 × (8,000 − 4,500) ÷ 8,000 = 1.3
  t.same(points('Ash 1'), { ...none, 'distance-to-home': 12, 'in-authority': 10, 'ofsted-grade': 4, cost: 1 })
  // 2.0 miles: 16 × 18 ÷ 20 = 14.4; the agency is outstanding: 6; no fee is known
  t.same(points('Dogwood 1'), {
    ...none,
    'distance-to-home': 14,
    'in-authority': 10,
    'ofsted-grade': 6,
    cost: 0,
  })
  // £480: 3 × 7,520 ÷ 8,000 = 2.8
  t.same(points('Larch 1'), {
    ...none,
    'distance-to-home': 14,
    'in-authority': 10,
    'ofsted-grade': 0,
    cost: 2,
  })
  // 25 miles: nothing; £6,100.50: 3 × 1,899.50 ÷ 8,000 = 0.7
  t.same(points('Maple 1'), { ...none, 'distance-to-home': 0, 'in-authority': 0, 'ofsted-grade': 0, cost: 0 })
})

await t.test('the best score comes first, then the nearest; what is not known comes last', async (t) => {
  const order = ['Dogwood', 'Ash', 'Larch', 'Ivy', 'Maple', 'Juniper']
  t.same([...new Set((await find(officer, ask)).items.map(({ home }) => home.name))], order)
  t.same(names(await find(officer, ask)), names(await find(officer, ask)), 'the same order every time')
})

await t.test('reasons read as an officer would say them', async (t) => {
  const answer = await find(officer, ask)
  const detail = (name: string, criterion: string) => reason(item(answer, name), criterion)?.detail
  t.equal(
    detail('Ash 2', 'free-every-night'),
    'Free on every night from 8 January 2024 until 5 February 2024, once the present placement ends as planned on 8 January 2024.',
  )
  t.equal(detail('Ash 1', 'distance-to-home'), '5 miles from home.')
  t.equal(detail('Ash 1', 'in-authority'), 'In the authority.')
  t.equal(detail('Ash 1', 'ofsted-grade'), 'Ofsted: Good.')
  t.equal(detail('Ash 1', 'cost'), '£4,500 a week.')
  t.equal(
    detail('Ash 1', 'age-within-registration'),
    'Age 9 on the first night; registered for ages 5 to 17: within it throughout.',
  )
  t.equal(detail('Juniper 1', 'distance-to-home'), 'Distance not known: where the place is, is not known.')
})

await t.test('an item says what the bed, the home and its cost are', async (t) => {
  const option = item(await find(officer, ask), 'Maple 1')
  t.match(option, {
    bed: { id: beds['Maple 1']?.id, label: '1', kind: 'standard' },
    home: { id: homes.Maple?.id, postcode: 'CW99 1AD', area: { code: 'E10000028', name: 'Staffordshire' } },
    type: 'residential',
    distanceMiles: 25,
    inAuthority: false,
    weeklyCost: 6100.5, // the fee of 6,000.50 ends on the first night
    ofstedGrade: 'unknown',
  })
})

await t.test('a stay of one night needs that night alone', async (t) => {
  const night = (from: string, to: string) => find(officer, { ...ask, from, to })
  t.ok(names(await night('2024-01-19', '2024-01-20')).includes('Ash 8'), 'the night before the repair')
  t.notOk(names(await night('2024-01-20', '2024-01-21')).includes('Ash 8'), 'the night of the repair')
  t.ok(names(await night('2024-01-21', '2024-01-22')).includes('Ash 8'), 'the night after it')
})

await t.test('without an end, a bed must be free with no end', async (t) => {
  const answer = await find(officer, { ...ask, to: null })
  const ending = ['Ash 4', 'Ash 10'] // the next child comes; the bed closes
  t.same(sortedCopy(names(answer)), sortedCopy(offeredHomes.filter((name) => !ending.includes(name))))
})

await t.test('what is excluded is counted by the rules that the table of the fixture names', async (t) => {
  // Beds in use, void or closed are not counted; the two of free-every-night are Ash 6 and 7, whose stays are overdue.
  t.same((await find(officer, ask)).excluded, [
    { criterion: 'free-every-night', beds: 2, alone: 2 },
    { criterion: 'bed-for-the-stay', beds: 2, alone: 2 }, // Ash 12 and 13
    { criterion: 'age-within-registration', beds: 2, alone: 1 }, // Cedar; Elm, for 16 and over in law, too
    { criterion: 'legal-minimum-age', beds: 1, alone: 0 },
    { criterion: 'sex-accepted', beds: 1, alone: 1 }, // Birch
    { criterion: 'type-not-ruled-out', beds: 2, alone: 2 }, // Fir and Gorse
  ])
})

await t.test('an overdue stay holds its bed however far ahead the search looks', async (t) => {
  const answer = await find(officer, { ...ask, from: '2030-01-01', to: null })
  t.notOk(names(answer).includes('Ash 6'))
  t.equal(answer.excluded?.find(({ criterion }) => criterion === 'free-every-night')?.beds, 2, 'Ash 6 and 7')
})

await t.test('a birthday during the stay that goes past the registration rules the home out', async (t) => {
  const born = (dateOfBirth: string) => find(officer, { ...ask, children: [{ dateOfBirth, sex: 'male' }] })
  const tenDuring = await born('2014-02-04') // ten on the last night, 4 February
  t.notOk(homesOf(tenDuring).includes('Dogwood'))
  const tenAfter = await born('2014-02-05') // ten on the day of leaving
  t.ok(homesOf(tenAfter).includes('Dogwood'))
  t.equal(reason(item(tenAfter, 'Dogwood 1'), 'age-within-registration')?.met, true)
  const unknown = await find(officer, ask) // nine, with no date of birth
  t.equal(reason(item(unknown, 'Dogwood 1'), 'age-within-registration')?.met, null)
})

await t.test('sex outside registration is ruled out; a sex not known is something to find out', async (t) => {
  const girl = await find(officer, { ...ask, children: [{ age: 9, sex: 'female' }] })
  t.ok(homesOf(girl).includes('Birch'))
  const unknown = await find(officer, { ...ask, children: [{ age: 9, sex: 'unknown' }] })
  t.equal(reason(item(unknown, 'Birch 1'), 'sex-accepted')?.met, null)
})

await t.test('supported accommodation takes young people of 16 and over alone', async (t) => {
  const young = async (age: number) =>
    homesOf(await find(officer, { ...ask, children: [{ age, sex: 'male' }] }))
  t.notOk((await young(15)).includes('Elm'))
  t.ok((await young(16)).includes('Elm'))
})

await t.test('a home must meet the needs that it must meet', async (t) => {
  const needs = async (...capabilities: string[]) =>
    homesOf(await find(officer, { ...ask, children: [{ age: 9, sex: 'male', capabilities }] }))
  t.same(await needs('autism'), ['Juniper'])
  t.same(await needs('autism', 'wheelchair-access'), ['Juniper'])
  t.same(await needs('autism', 'epilepsy'), [])
})

await t.test(
  'types narrow the search; what a court decides is offered only by name; a named carer never',
  async (t) => {
    const types = async (...codes: string[]) => homesOf(await find(officer, { ...ask, types: codes }))
    t.same(await types('ifa'), ['Dogwood', 'Ivy'])
    t.same(await types('internal-foster', 'residential'), ['Ash', 'Juniper', 'Larch', 'Maple'])
    t.same(await types('secure'), ['Gorse'])
    t.same(await types('connected-carer'), [])
  },
)

await t.test('emergency and short-break beds are for such stays alone', async (t) => {
  const emergency = await find(officer, { ...ask, stay: 'emergency' })
  t.same(homesOf(emergency), ['Ash'], 'the one home that takes emergencies')
  t.ok(names(emergency).includes('Ash 12'))
  t.notOk(names(emergency).includes('Ash 13'))
  const shortBreak = names(await find(officer, { ...ask, stay: 'short-break' }))
  t.ok(shortBreak.includes('Ash 13'))
  t.notOk(shortBreak.includes('Ash 12'))
})

await t.test('miles are a bound that an unknown place is never within', async (t) => {
  const homesWithin = async (maxMiles: number) => homesOf(await find(officer, { ...ask, maxMiles }))
  t.same(await homesWithin(2), ['Dogwood', 'Larch'])
  t.same(await homesWithin(4.9), ['Dogwood', 'Larch'])
  t.same(await homesWithin(5), ['Ash', 'Dogwood', 'Larch'])
  t.same(await homesWithin(25), ['Ash', 'Dogwood', 'Ivy', 'Larch', 'Maple'])
  t.same(await homesWithin(1000), ['Ash', 'Dogwood', 'Ivy', 'Larch', 'Maple'])
})

await t.test('in or out of the authority as asked; an unknown place is neither', async (t) => {
  t.same(homesOf(await find(officer, { ...ask, inAuthority: true })), ['Ash', 'Dogwood', 'Larch'])
  t.same(homesOf(await find(officer, { ...ask, inAuthority: false })), ['Ivy', 'Maple'])
})

await t.test('distance to school counts on its own', async (t) => {
  const answer = await find(officer, { ...ask, schoolPostcode: 'CW99 1AE' })
  const larch = item(answer, 'Larch 1')
  t.equal(larch.schoolMiles, 0)
  t.equal(reason(larch, 'distance-to-school')?.points, 14)
  // Ash: 374,828 − 366,781 = 8,047 east, 6,437 north: 10,305 m, 6.4 miles; 14 × (10 − 6.4) ÷ 10 = 5.04
  t.equal(item(answer, 'Ash 1').schoolMiles, 6.4)
  t.equal(reason(item(answer, 'Ash 1'), 'distance-to-school')?.points, 5)
})

await t.test(
  'brothers and sisters are offered a bed each in one home that takes them together',
  async (t) => {
    const children = [
      { age: 6, sex: 'male' },
      { age: 9, sex: 'female' },
    ]
    const answer = await find(officer, { ...ask, children })
    t.same(
      homesOf(answer),
      ['Ash', 'Maple'],
      'Larch takes no siblings; Dogwood, Ivy and Juniper have one bed',
    )
    t.equal(answer.found, 2)
    t.equal(answer.items.length, 2, 'an option is a home')
    for (const { bed, beds } of answer.items) {
      t.same(bed, beds[0])
      t.equal(new Set(beds.map(({ id }) => id)).size, 2)
    }
    const maple = answer.items.find(({ home }) => home.name === 'Maple') as FoundItem
    t.same(sortedCopy(maple.beds.map(({ label }) => label)), ['1', '2'])
    t.equal(reason(maple, 'cost')?.detail, '£6,100.50 a week for each child.')
    t.same(
      answer.excluded?.filter(({ criterion }) => ['enough-beds', 'takes-siblings'].includes(criterion)),
      [
        { criterion: 'enough-beds', beds: 2, alone: 2 }, // Ivy and Juniper; Dogwood is for nine-year-olds alone
        { criterion: 'takes-siblings', beds: 2, alone: 2 },
      ],
    )
    const ash = answer.items.find(({ home }) => home.name === 'Ash') as FoundItem
    t.notOk(
      ash.beds.some(({ label }) => label === '2'),
      'beds that wait for no departure come first',
    )
  },
)

await t.test('as many beds as children, or none', async (t) => {
  const many = (count: number) =>
    find(officer, { ...ask, children: Array(count).fill({ age: 9, sex: 'male' }) })
  t.same(homesOf(await many(6)), ['Ash'], 'Ash has six')
  t.same(homesOf(await many(7)), [])
})

await t.test('a child on record is searched for by the record, and the read is kept', async (t) => {
  const child = await aBoyOnRecord(stockport)
  const refusal = await officer.post('/v1/vacancy-searches', { ...ask, children: [{ childId: child.id }] })
  t.equal(refusal.status, 422, "another authority's child is as one that does not exist")
  t.equal(refusal.body.errors[0]?.pointer, '#/children/0/childId')
  t.notOk(JSON.stringify(refusal.body).includes(child.id))

  const { rows } = await ownerPool.query<{ id: string }>(
    `insert into children (authority_code, reference, date_of_birth, sex, home_postcode, school_postcode)
     values ('E06000049', 'CE-9', '2014-02-04', 'male', 'CW991AA', 'CW991AE') returning id`,
  )
  const answer = await find(officer, { ...ask, homePostcode: null, children: [{ childId: rows[0]?.id }] })
  t.notOk(homesOf(answer).includes('Dogwood'), 'ten on the last night')
  t.equal(item(answer, 'Ash 1').distanceMiles, 5, 'from the home on record')
  t.equal(item(answer, 'Larch 1').schoolMiles, 0, 'from the school on record')
  const overdueAnswer = await find(officer, {
    ...ask,
    homePostcode: 'CW99 1AE',
    children: [{ childId: rows[0]?.id }],
  })
  t.equal(item(overdueAnswer, 'Larch 1').distanceMiles, 0, 'from the home that the search gives in its place')
  const log = await ownerPool.query<{ action: string; actor: string }>(
    'select action, actor from access_log where $1 = any(child_ids)',
    [rows[0]?.id],
  )
  t.same(log.rows[0], { action: 'POST /v1/vacancy-searches', actor: 'placements@example.test' })
  t.equal(log.rows.length, 2)
})

await t.test('a home where a brother or sister lives is preferred', async (t) => {
  const { rows } = await ownerPool.query<{ id: string; reference: string }>(
    `with family as (insert into sibling_groups (authority_code, reference) values ('E06000049', 'F1') returning id)
     insert into children (authority_code, reference, date_of_birth, sex, sibling_group_id)
     select 'E06000049', r, '2014-06-01', 'male', id from family, unnest(array['F1-1', 'F1-2']) r
     returning id, reference`,
  )
  const [one, other] = rows
  await ownerPool.query(
    `insert into placements (authority_code, child_id, home_id, started_on) values ('E06000049', $1, $2, '2023-01-01')`,
    [other?.id, homes.Maple?.id],
  )
  const answer = await find(officer, { ...ask, children: [{ childId: one?.id }] })
  t.match(reason(item(answer, 'Maple 1'), 'siblings-there'), { met: true, points: 14 })
  t.match(reason(item(answer, 'Ash 1'), 'siblings-there'), { met: false, points: 0 })
})

await t.test('pages of one search follow on without gap or repeat', async (t) => {
  const whole = await find(officer, ask)
  let page = await find(officer, { ...ask, limit: 2 })
  const read = names(page)
  while (page.nextCursor) {
    const next: Found = await find(officer, { ...ask, limit: 2, cursor: page.nextCursor })
    t.equal(next.id, page.id, 'the same search')
    page = next
    read.push(...names(page))
  }
  t.same(read, names(whole))
})

await t.test('a cursor is good for its own search alone', async (t) => {
  const page = await find(officer, { ...ask, limit: 2 })
  for (const body of [
    { ...ask, children: [{ age: 10, sex: 'male' }], cursor: page.nextCursor },
    { ...ask, cursor: 'bm9wZQ' },
    { ...ask, cursor: Buffer.from('[1,2,3]').toString('base64url') },
  ]) {
    const answer = await officer.post('/v1/vacancy-searches', body)
    t.equal(answer.status, 400)
    t.match(answer.body, { type: '/problems/invalid-cursor', errors: [{ pointer: '#/cursor' }] })
  }
})

await t.test('each search is kept with what it found, without postcodes or dates of birth', async (t) => {
  const answer = await find(officer, { ...ask, children: [{ dateOfBirth: '2014-02-04', sex: 'male' }] })
  const { rows } = await ownerPool.query<Record<string, unknown>>(
    'select * from vacancy_searches where id = $1',
    [answer.id],
  )
  t.match(rows[0], {
    authority_code: 'E06000049',
    searched_by: 'placements@example.test',
    found: answer.found,
  })
  t.same(rows[0]?.excluded, answer.excluded)
  t.match(rows[0]?.criteria, { children: [{ age: 9, sex: 'male' }], homeSector: 'CW99 1', from: ask.from })
  t.notMatch(JSON.stringify(rows[0]), /2014-02-04|CW99 ?1AA/)
})

await t.test('a correction of registration, grade or place is found by the next search', async (t) => {
  await ownerPool.query(`update homes set age_to = 8 where id = $1`, [homes.Juniper?.id])
  t.notOk(homesOf(await find(officer, ask)).includes('Juniper'))
  await ownerPool.query(`update homes set age_to = 17, postcode = 'CW991AE' where id = $1`, [
    homes.Juniper?.id,
  ])
  t.equal(item(await find(officer, ask), 'Juniper 1').distanceMiles, 2)
  const judgement = await ownerPool.query<{ id: string }>(
    `insert into judgements (authority_code, home_id, judged_on, grade)
     values ('E06000049', $1, '2023-11-01', 'requires-improvement') returning id`,
    [homes.Juniper?.id],
  )
  t.equal(item(await find(officer, ask), 'Juniper 1').ofstedGrade, 'requires-improvement')
  await ownerPool.query('update judgements set home_id = $2 where id = $1', [
    judgement.rows[0]?.id,
    homes.Maple?.id,
  ])
  t.equal(item(await find(officer, ask), 'Juniper 1').ofstedGrade, 'unknown')
  t.equal(item(await find(officer, ask), 'Maple 1').ofstedGrade, 'requires-improvement')
  await ownerPool.query('delete from judgements where id = $1', [judgement.rows[0]?.id])
  t.equal(item(await find(officer, ask), 'Maple 1').ofstedGrade, 'unknown')
})

await t.test('rules of place are counted too, a bed outside them as far as ten miles more', async (t) => {
  const ruledOut = async (fields: Record<string, unknown>) =>
    (await find(officer, { ...ask, ...fields })).excluded
  const countsOf = (list: Found['excluded'], rule: string) =>
    list?.find(({ criterion }) => criterion === rule)
  // Within 12 miles of home: Ash, Larch and Dogwood. Within 22 the same: Ivy is at 24 miles, Maple at 25.
  t.equal(countsOf(await ruledOut({ maxMiles: 12 }), 'within-miles'), undefined)
  t.same(countsOf(await ruledOut({ maxMiles: 15 }), 'within-miles'), {
    criterion: 'within-miles',
    beds: 3,
    alone: 3,
  })
  // With `inAuthority` alone, beds within 20 miles of home are counted: none of them is outside the authority.
  t.equal(countsOf(await ruledOut({ inAuthority: true }), 'in-authority-as-asked'), undefined)
  const exclusions = await ruledOut({ inAuthority: true, maxMiles: 15 })
  t.same(countsOf(exclusions, 'in-authority-as-asked'), {
    criterion: 'in-authority-as-asked',
    beds: 3,
    alone: 0,
  })
})
