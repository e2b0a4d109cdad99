import t from 'tap'
import { dailyAnswerOf } from '../../src/domain/daily-collection/answers.ts'
import { faultsOfAnswer, faultsOfOnly, faultsOfRecord } from '../../src/domain/daily-collection/fields.ts'
import { nextAtHour } from '../../src/domain/daily-collection/receivers.ts'

t.test('the daily push begins at an hour of the United Kingdom, summer and winter', (t) => {
  const cases: [now: string, hour: number, next: string][] = [
    ['2023-12-01T12:00:00Z', 2, '2023-12-02T02:00:00Z'],
    ['2023-12-01T01:59:59Z', 2, '2023-12-01T02:00:00Z'],
    ['2023-12-01T02:00:00Z', 2, '2023-12-02T02:00:00Z'],
    ['2023-07-01T12:00:00Z', 2, '2023-07-02T01:00:00Z'],
    // On 26 March 2023 the clock goes from 01:00 to 02:00: there is no hour of one.
    ['2023-03-25T12:00:00Z', 1, '2023-03-27T00:00:00Z'],
    // On 29 October 2023 the hour of one comes twice: it begins with the first.
    ['2023-10-28T12:00:00Z', 1, '2023-10-29T00:00:00Z'],
  ]
  for (const [now, hour, next] of cases)
    t.equal(nextAtHour(new Date(now), hour).toISOString(), next.replace('Z', '.000Z'), `${now} ${hour}`)
  t.end()
})

t.test('what a refusal names is found, whatever the form of its text', (t) => {
  const pointers = (text: string) =>
    [...faultsOfAnswer(text)].map(([position, faults]) => [position, ...faults.map(({ pointer }) => pointer)])
  t.same(pointers('[3].child_details.sex: too long'), [[3, '/child_details/sex']])
  t.same(pointers('$[0].social_care_episodes[1].child_looked_after_placements[2].start_date'), [
    [0, '/social_care_episodes/1/child_looked_after_placements/2/start_date'],
  ])
  t.same(pointers('{"errors":["/12/child_details/postcode must be shorter","/12/la_child_id"]}'), [
    [12, '/child_details/postcode', '/la_child_id'],
  ])
  t.same(pointers('[1] and [4] are wrong'), [
    [1, ''],
    [4, ''],
  ])
  t.same(
    pointers('social_care_episodes[0].x of https://host/1.0/2: status 400'),
    [],
    'positions of parts, and addresses',
  )
  t.match(faultsOfOnly('placement_type is not on the list'), [
    {
      pointer: '/social_care_episodes/child_looked_after_placements/placement_type',
      takes: 'at most 3 characters',
    },
  ])
  t.match(faultsOfOnly('no'), [{ pointer: '', takes: null, correctedIn: null }])
  t.end()
})

t.test('a record is checked by what openapi.json takes', (t) => {
  const stay = {
    child_looked_after_placement_id: 'a'.repeat(32),
    start_date: '2023-02-30',
    placement_type: 'K2',
    purge: false,
  }
  const care = { social_care_episode_id: 'b'.repeat(37), child_looked_after_placements: [stay], purge: false }
  const record = { la_child_id: 'A'.repeat(20), social_care_episodes: [care], purge: false }
  t.same(
    faultsOfRecord(record).map(({ pointer }) => pointer),
    [
      '/social_care_episodes/0/social_care_episode_id',
      '/social_care_episodes/0/child_looked_after_placements/0/start_date',
    ],
  )
  t.end()
})

t.test('each status is read as what it says of the records', (t) => {
  const now = new Date('2023-12-01T12:00:00Z')
  const read = (status: number, text = '', retryAfter: string | null = null) =>
    dailyAnswerOf({ status, text, retryAfter }, { children: 2, now })
  t.match(read(200, '["a","b"]'), { kind: 'accepted', receipts: ['a', 'b'] })
  t.match(read(200, '"a"'), { kind: 'accepted', receipts: ['a', 'a'] })
  for (const text of ['["a"]', '{}', '', 'null', '[1,2]', '<p>'])
    t.match(read(200, text), { kind: 'unanswered' }, text)
  t.match(read(429, '', '5'), { kind: 'busy', retryAfterMs: 5000 })
  t.match(read(429, '', 'Fri, 01 Dec 2023 12:01:00 GMT'), { kind: 'busy', retryAfterMs: 60_000 })
  t.match(read(429, '', 'soon'), { kind: 'busy', retryAfterMs: null })
  for (const status of [400, 413, 422]) t.match(read(status), { kind: 'refused' })
  for (const status of [204, 301, 401, 403, 404, 409]) t.match(read(status), { kind: 'barred' })
  for (const status of [408, 500, 502, 503, 504]) t.match(read(status), { kind: 'unanswered' })
  t.end()
})
