import t from 'tap'
import { measureFormulas, withoutFormula } from '../../src/domain/feeds/formulas/measure-formulas.ts'
import { namedColumns } from '../../src/domain/feeds/named-columns.ts'
import { measures } from '../../src/domain/measures/measures.ts'
import { feedNames, feedSets, type FeedName } from '../../src/domain/feeds/sets.ts'

t.test('a column refers to a set whose key is one column of its type', (t) => {
  for (const set of feedNames) {
    const columns = namedColumns(set, Object.keys(feedSets[set].columns))
    for (const { name, type, refers } of columns) {
      if (refers === undefined) continue
      const target = namedColumns(refers as FeedName, feedSets[refers as FeedName]?.key ?? [])
      t.same(
        target.map((column) => column.type),
        [type],
        `${set}.${name}`,
      )
    }
  }
  t.end()
})

t.test('a set has its key and its period among its columns, for everyone', (t) => {
  for (const set of feedNames) {
    const { key, period } = feedSets[set]
    const columns = namedColumns(set, Object.keys(feedSets[set].columns))
    for (const name of [...key, ...(period === null ? [] : [period])]) {
      t.match(
        columns.find((column) => column.name === name),
        { needs: undefined },
        `${set}.${name}`,
      )
    }
  }
  t.end()
})

t.test('every measure has a formula, or a reason why there is none', (t) => {
  const all = [...measureFormulas.keys(), ...Object.keys(withoutFormula)]
  t.same(all.sort(), Object.keys(measures).sort())
  t.end()
})
