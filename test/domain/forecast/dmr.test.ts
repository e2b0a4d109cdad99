import t from 'tap'
import { toDayNumber } from '../../../src/domain/forecast/days.ts'
import { dmrOf, dmrPath } from '../../../src/domain/forecast/dmr.ts'
import type { CareHistory, CareSpell } from '../../../src/domain/forecast/history.ts'
import { judgedCell } from '../../../src/domain/forecast/levels.ts'
import { ageOn } from '../../../src/domain/dates.ts'
import { dateOfDay } from '../../../src/domain/forecast/days.ts'

/**
 * The peer's mean path on a worked sample, by plain loops over days and children: no arrays of changes, no matrices. Twelve children,
 * of whom some move, leave, come, and grow out of their band within the window of 60 days.
 */
const day = (offset: number) => toDayNumber('2024-01-01') + offset
const [internal, ifa, residential, lodging] = [0, 1, 3, 4]

const child = (
  index: number,
  bornOn: string,
  stays: readonly (readonly [type: number, from: number, to: number | null])[],
): CareSpell => ({
  key: `child-${index}`,
  bornOn: toDayNumber(bornOn),
  uasc: false,
  area: 0,
  need: 0,
  from: day(stays[0]![1]),
  to: stays.at(-1)![2] === null ? null : day(stays.at(-1)![2]!),
  beganBefore: false,
  stays: stays.map(([type, from, to]) => ({
    type,
    from: day(from),
    to: to === null ? null : day(to),
    beganBefore: false,
  })),
})

const children = [
  child(0, '2012-05-01', [[internal, -400, 20], [residential, 20, null]]),
  child(1, '2011-02-10', [[ifa, -300, 35], [internal, 35, null]]),
  child(2, '2013-09-09', [[residential, -200, 41]]),
  child(3, '2010-07-07', [[residential, -90, null]]),
  child(4, '2008-01-20', [[ifa, -500, 30], [lodging, 30, null]]),
  child(5, '2007-03-03', [[lodging, -50, null]]),
  child(6, '2006-02-05', [[lodging, -100, null]]),
  child(7, '2019-01-15', [[internal, -120, null]]),
  child(8, '2023-02-01', [[internal, -30, 55]]),
  child(9, '2015-05-05', [[internal, 12, null]]),
  child(10, '2014-04-04', [[residential, 25, 50], [residential, 50, null]]),
  child(11, '2009-09-01', [[ifa, -700, null]]),
] // prettier-ignore
const history: CareHistory = { start: day(-1000), end: day(61), areas: ['x'], needs: ['x'], spells: children }

const categoryOf = [
  'fostering',
  'fostering',
  'fostering',
  'residential',
  'supported',
  'other',
  'other',
  'other',
]
const categories = ['fostering', 'residential', 'supported', 'other']
const bands = [[0, 1], [1, 5], [5, 10], [10, 16], [16, 18]] // prettier-ignore
const names = bands.flatMap((_, age) => categories.map((category) => `${age} ${category}`))

/** The bin of a child on a day; null out of care. */
function binOn(spell: CareSpell, night: number): string | null {
  const age = ageOn(dateOfDay(spell.bornOn), dateOfDay(night))
  const stay = spell.stays.find(({ from, to }) => from <= night && (to === null || night < to))
  const band = bands.findIndex(([from, to]) => age >= from! && age < to!)
  return stay === undefined || band === -1 ? null : `${band} ${categoryOf[stay.type]}`
}
const childrenIn = (bin: string, night: number) =>
  children.filter((spell) => binOn(spell, night) === bin).length

await t.test('the path of 90 days is that of plain loops', async (t) => {
  // The window: 60 days before the last night, which is day 60, so days 0 to 60.
  const window = Array.from({ length: 61 }, (_, index) => day(index))
  const shares = new Map<string, number>()
  const add = (from: string, to: string, share: number) =>
    shares.set(`${from}>${to}`, (shares.get(`${from}>${to}`) ?? 0) + share)
  for (const night of window)
    for (const bin of names) {
      const there = childrenIn(bin, Math.max(night, day(1)) - 1)
      for (const spell of children)
        for (const [index, stay] of spell.stays.entries()) {
          if (stay.to !== night) continue
          // The band in which the stay ended, and the category to which the child went.
          const old = binOn(spell, night - 1)
          if (old !== bin || there === 0) continue
          const next = spell.stays[index + 1]
          add(bin, next ? `${old.split(' ')[0]} ${categoryOf[next.type]}` : 'out', 1 / there / window.length)
        }
    }
  for (const [age, [from, to]] of bands.entries())
    for (const category of categories)
      add(`${age} ${category}`, age < 4 ? `${age + 1} ${category}` : 'out', 1 / ((to! - from!) * 365))
  let people = new Map(names.map((bin) => [bin, childrenIn(bin, day(60))]))
  const comers = (bin: string) =>
    children.filter(
      (spell) => spell.from >= day(0) && spell.from <= day(60) && binOn(spell, spell.from) === bin,
    ).length / 60
  const path = dmrPath(dmrOf(history, 60), 90)
  let worst = 0
  for (let step = 0; step < 90; step++) {
    const next = new Map(names.map((bin) => [bin, people.get(bin)! + comers(bin)]))
    for (const bin of names) {
      const all = [...shares].filter(([key]) => key.startsWith(`${bin}>`))
      const total = all.reduce((sum, [, share]) => sum + share, 0)
      const goes = Math.min(1, total) * people.get(bin)!
      next.set(bin, next.get(bin)! - goes)
      for (const [key, share] of all) {
        const to = key.split('>')[1]!
        if (to !== 'out') next.set(to, next.get(to)! + (goes * share) / total)
      }
    }
    people = next
    for (const [age] of bands.entries())
      for (const [index, category] of categories.entries())
        worst = Math.max(
          worst,
          Math.abs(people.get(`${age} ${category}`)! - path[step]![judgedCell(age, index)]!),
        )
  }
  t.ok(worst < 1e-6, `the greatest difference is ${worst}`)
  t.ok(
    path[89]!.some((value, cell) => value > 0 && value !== dmrOf(history, 60).stock[cell]),
    'and something happens in it',
  )
})
