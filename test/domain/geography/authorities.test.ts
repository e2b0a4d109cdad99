import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { authorities } from '../../../src/domain/geography/authorities.ts'
import { districtsOf } from '../../../src/domain/geography/districts.ts'
import { lowerTierAuthorities } from '../../../src/domain/geography/lower-tier.ts'
import { needs, sharedData } from '../../support/shared-data.ts'

const upperOf = new Map(lowerTierAuthorities.map(({ code, authorityCode }) => [code, authorityCode]))

t.test('England has 153 upper-tier authorities, each known once by either code', async (t) => {
  t.equal(authorities.length, 153)
  t.equal(new Set(authorities.map(({ code }) => code)).size, 153)
  t.equal(new Set(authorities.map(({ oldCode }) => oldCode)).size, 153)
  t.match(
    authorities.find(({ code }) => code === 'E06000049'),
    { name: 'Cheshire East', regionCode: 'E12000002', regionName: 'North West', oldCode: '895' },
  )
})

t.test('every lower-tier code is known once and belongs to a current authority', async (t) => {
  const current = new Set(authorities.map(({ code }) => code))
  t.equal(upperOf.size, lowerTierAuthorities.length)
  t.same(
    lowerTierAuthorities.filter(({ authorityCode }) => !current.has(authorityCode)),
    [],
  )
})

t.test('an abolished district belongs to the authority that took it over', async (t) => {
  t.equal(upperOf.get('E07000165'), 'E06000065', 'Harrogate → North Yorkshire')
  t.equal(upperOf.get('E07000154'), 'E06000062', 'Northampton → West Northamptonshire')
  t.equal(upperOf.get('E07000028'), 'E06000063', 'Carlisle → Cumberland')
  t.equal(upperOf.get('E07000190'), 'E06000066', 'Taunton Deane → Somerset')
  t.equal(upperOf.get('E08000019'), 'E08000039', 'Sheffield before 2025 → Sheffield')
})

t.test('every authority has real districts to put synthetic postcodes in', async (t) => {
  t.same(
    authorities.filter(({ code }) => districtsOf(code).length === 0),
    [],
  )
})

const lookup = sharedData('dfe-published/LTLA-UTLA_Apr23_Lookup_England-Wales.csv')

t.test('the map agrees with the ONS lookup of April 2023', needs(lookup), async (t) => {
  const names = new Map(authorities.map(({ code, name }) => [code, name]))
  const rows = parse<Record<'LTLA23CD' | 'UTLA23CD' | 'UTLA23NM', string>>(readFileSync(lookup ?? ''), {
    bom: true,
    columns: true,
  }).filter((row) => row.LTLA23CD.startsWith('E'))
  t.equal(rows.length, 296)
  for (const row of rows) {
    const authorityCode = upperOf.get(row.LTLA23CD)
    t.equal(authorityCode && names.get(authorityCode), row.UTLA23NM, row.LTLA23CD)
    t.equal(authorityCode, upperOf.get(row.UTLA23CD) ?? row.UTLA23CD, row.LTLA23CD)
  }
})
