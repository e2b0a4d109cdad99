import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { adjoiningAuthorities } from '../../../src/domain/geography/adjoining.ts'
import { authorities } from '../../../src/domain/geography/authorities.ts'
import { needs, sharedData } from '../../support/shared-data.ts'

const names = new Map(authorities.map(({ code, name }) => [code, name]))
const neighboursOf = (code: string) =>
  adjoiningAuthorities.filter(([one]) => one === code).map(([, other]) => names.get(other))

t.test('what adjoins adjoins both ways, and every code is an authority of England', async (t) => {
  const keys = new Set(adjoiningAuthorities.map(String))
  t.same(
    adjoiningAuthorities.filter(([one, other]) => !keys.has(String([other, one]))),
    [],
  )
  t.same(
    adjoiningAuthorities.filter(([one, other]) => !names.has(one) || !names.has(other) || one === other),
    [],
  )
})

t.test('Cheshire East, by the map: seven of its neighbours in England; Liverpool is none', async (t) => {
  for (const name of [
    'Cheshire West and Chester',
    'Derbyshire',
    'Shropshire',
    'Staffordshire',
    'Stockport',
    'Trafford',
    'Warrington',
  ])
    t.ok(neighboursOf('E06000049').includes(name), name)
  t.notOk(neighboursOf('E06000049').includes('Liverpool'))
  t.same(neighboursOf('E06000046'), [], 'the Isle of Wight has none')
})

const file = sharedData('adjoining-authorities.csv')

t.test('it is the published table', needs(file), async (t) => {
  const rows = parse(readFileSync(file ?? ''), { columns: true })
  const publishedRows = rows as { authority: string; adjoining: string }[]
  const both = publishedRows.flatMap(({ authority: one, adjoining: other }) => [
    [one, other],
    [other, one],
  ])
  t.same([...adjoiningAuthorities].map(String).sort(), both.map(String).sort())
})
