import t from 'tap'
import { referenceDay } from '../../../src/features/demo/index.ts'
import { testApp } from '../../support/app.ts'
import { counts, figure, figures } from '../measures/support.ts'

/**
 * The published figures of Cheshire East's Sufficiency Strategy 2024–27, read from the service as an analyst would.
 * docs/demonstration.md lists them, and those that contradict each other.
 */
t.test('the service answers the published figures of the demonstration authority', async (t) => {
  const service = await testApp(t, { contents: 'demonstration' })
  const analyst = await service.as('bi')
  const onReferenceDay = (path: string) => `${path}${path.includes('?') ? '&' : '?'}asAt=${referenceDay}`
  const numerator = async (path: string) => (await figure(analyst, onReferenceDay(path)))[0]
  const percentOf = async (path: string) =>
    Math.round(Number((await figure(analyst, onReferenceDay(path)))[2]) * 10) / 10

  t.test('children looked after: 533, 557 a year before, at most 583, in May 2023', async (t) => {
    t.equal(await numerator('children-looked-after'), 533)
    t.same(await figure(analyst, 'children-looked-after?asAt=2022-12-01'), [557, null, 557, 0])
    const days = await figures(
      analyst,
      `children-looked-after/series?from=2018-12-01&to=${referenceDay}&every=day`,
    )
    const peak = Math.max(...days.map((day) => Number(day.numerator)))
    t.equal(peak, 583)
    t.ok(days.some((day) => day.numerator === peak && day.asAt.startsWith('2023-05')))
  })

  t.test('legal status by age band, every row and column', async (t) => {
    const path = onReferenceDay('children-looked-after?by=legalStatus,ageBand')
    t.same(await counts(analyst, path), {
      'C1 0-4': 53,
      'C1 5-10': 15,
      'C1 11-15': 13,
      'C2 0-4': 34,
      'C2 5-10': 63,
      'C2 11-15': 129,
      'C2 16+': 81,
      'V2 0-4': 6,
      'V2 5-10': 7,
      'V2 11-15': 17,
      'V2 16+': 83,
      'E1 0-4': 25,
      'E1 5-10': 7,
    })
    const bands = await counts(analyst, onReferenceDay('children-looked-after?by=ageBand'))
    t.same(bands, { '0-4': 118, '5-10': 92, '11-15': 159, '16+': 164 })
    const statuses = await counts(analyst, onReferenceDay('children-looked-after?by=legalStatus'))
    t.same(statuses, { C1: 81, C2: 307, V2: 113, E1: 32 })
  })

  t.test('who lives where', async (t) => {
    t.equal(await numerator('with-internal-foster'), 125)
    t.equal(await numerator('with-connected-carers'), 92)
    t.equal(await numerator('with-ifa'), 118)
    t.equal((await counts(analyst, onReferenceDay('with-ifa?by=location'))).in, 27)
    t.equal(await numerator('in-residential'), 42)
    t.equal((await counts(analyst, onReferenceDay('in-residential?by=location'))).in, 10)
    t.equal(await numerator('in-supported-accommodation'), 78)
    t.same(await counts(analyst, onReferenceDay('in-supported-accommodation?by=location')), {
      in: 53,
      out: 25,
    })
    // Published as 22.2 %, which is no whole number of 533 children; 118 ÷ 533 = 22.14 %.
    t.equal(await numerator('with-parents-or-family'), 118)
    t.equal(await percentOf('with-parents-or-family'), 22.1)
    t.equal(
      (await counts(analyst, onReferenceDay('children-looked-after?by=placementType'))).other ?? 0,
      0,
      'unregulated',
    )
  })

  t.test('children in residential care: 35.7 % under 13, 21.4 % disabled', async (t) => {
    t.equal(await numerator('residential-under-13'), 15)
    t.equal(await percentOf('residential-under-13'), 35.7)
    t.equal(await numerator('residential-disabled'), 9)
    t.equal(await percentOf('residential-disabled'), 21.4)
  })

  t.test('mainstream foster places: 125 of 184 used, 59 not', async (t) => {
    const [usedBeds, open, percent] = await figure(
      analyst,
      onReferenceDay('utilisation?placementType=internal-foster'),
    )
    t.same([usedBeds, open], [125, 184])
    // 67.93 %, published truncated as 67 %.
    t.equal(Math.trunc(Number(percent)), 67)
    const states = await counts(
      analyst,
      onReferenceDay('open-beds?placementType=internal-foster&by=bedState'),
    )
    t.equal(states.occupied, 125)
    t.equal((states.void ?? 0) + (states.committed ?? 0) + (states.vacant ?? 0), 59)
  })

  t.test('33 young people Staying Put and 25 in Staying Close, none of them looked after', async (t) => {
    t.equal(await numerator('in-staying-put'), 33)
    t.equal(await numerator('in-staying-close'), 25)
  })

  t.test('the carers’ pipeline, as the demonstration says that it made it up', async (t) => {
    const stages = await counts(
      analyst,
      onReferenceDay('carers-in-pipeline?by=carerStage&carerType=mainstream'),
    )
    t.same(stages, { enquiry: 11, application: 5, assessment: 7, panel: 2 })
    const kin = await counts(
      analyst,
      onReferenceDay('carers-in-pipeline?by=carerStage&carerType=family-and-friends'),
    )
    t.same(Object.keys(kin), ['assessment'], 'connected carers who await the panel')
    const approvedOn = async (day: string) =>
      Number((await figure(analyst, `approved-carers?asAt=${day}`))[0])
    const [net] = await figure(analyst, 'carers-net-change?asAt=2023-03-31')
    t.equal(net, (await approvedOn('2023-03-31')) - (await approvedOn('2022-03-31')))
  })

  t.test('every open bed is void, occupied, committed or vacant, whatever its type', async (t) => {
    const open = await counts(analyst, onReferenceDay('open-beds?by=placementType'))
    const states = await counts(analyst, onReferenceDay('open-beds?by=placementType,bedState'))
    for (const [type, beds] of Object.entries(open)) {
      const stateCounts = Object.entries(states).filter(([key]) => key.startsWith(`${type} `))
      t.equal(
        stateCounts.reduce((sum, [, n]) => sum + n, 0),
        beds,
        type,
      )
    }
  })

  t.test('inside the borough: 321 (61 %) in March 2022, 302 (58 %) a year before', async (t) => {
    const insideOn = async (day: string) => {
      const [n, denominator, percent] = await figure(analyst, `placed-in-authority?asAt=${day}`)
      return [n, denominator, Math.trunc(Number(percent))]
    }
    t.same(await insideOn('2022-03-31'), [321, 522, 61])
    t.same(await insideOn('2021-03-31'), [302, 518, 58])
    t.equal((await figure(analyst, 'in-residential?asAt=2022-03-31'))[0], 31)
    t.equal((await figure(analyst, 'in-residential?asAt=2021-03-31'))[0], 40)
  })

  t.test(
    'outside and over 20 miles: 99 children, 18.6 % of all; unknown distances are counted apart',
    async (t) => {
      const [far, all, percent, unknown] = await figure(
        analyst,
        onReferenceDay('over-20-miles-out-of-authority'),
      )
      t.same([far, all, Number(percent).toFixed(1)], [99, 533, '18.6'])
      t.ok(Number(unknown) > 0)
      const ofKnown = await figure(
        analyst,
        onReferenceDay('over-20-miles-out-of-authority?notKnown=excluded'),
      )
      t.same(ofKnown.slice(0, 2), [99, 533 - Number(unknown)], 'the share of those known is the higher one')
    },
  )
})
