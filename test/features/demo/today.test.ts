import t from 'tap'
import { addDays, ukDate } from '../../../src/domain/dates.ts'
import { testApp } from '../../support/app.ts'
import { figure, figures } from '../measures/support.ts'
import { impossibleOn } from './invariants.ts'

/** The demonstration as an office finds it today: figures near those published, and nothing that cannot be. */
t.test('the demonstration goes on to today', async (t) => {
  const service = await testApp(t, { contents: 'demonstration', clock: () => new Date() })
  const analyst = await service.as('bi')
  const officer = await service.as('placements')
  const today = ukDate(new Date())

  t.test('nothing impossible is on record', async (t) => {
    t.same(await impossibleOn(service.ownerPool, today), {})
  })

  t.test(
    '541 and 550 looked after at 31 March 2024 and 2025, and 500 to 600 at the end of every month',
    async (t) => {
      // DfE, Children looked after in England including adoptions.
      t.equal((await figure(analyst, 'children-looked-after?asAt=2024-03-31'))[0], 541)
      t.equal((await figure(analyst, 'children-looked-after?asAt=2025-03-31'))[0], 550)
      // The same: 66 per 10,000 people under 18 in both years.
      for (const day of ['2024-03-31', '2025-03-31']) {
        const [, , rate] = await figure(analyst, `looked-after-rate-per-10000?asAt=${day}`)
        t.equal(Math.round(Number(rate)), 66, day)
      }
      const months = await figures(
        analyst,
        `children-looked-after/series?from=2023-12-31&to=${today}&every=month`,
      )
      const outside = months.filter(({ numerator: n }) => Number(n) < 500 || Number(n) > 600)
      t.same(outside, [])
    },
  )

  t.test('figures near the published ones', async (t) => {
    /** Least and most, in per cent, with what was published. */
    const bounds: Record<string, [path: string, least: number, most: number]> = {
      'mainstream places used: 67 %': ['utilisation?placementType=internal-foster', 58, 78],
      'three placements or more in the year: 14 % and 11 % in 2024 and 2025': ['placements-3-plus', 6, 17],
      'the same placement for two years: 65 % and 63 %': ['long-term-stability', 50, 80],
      'inside the borough: 61 %, and 62 % of new placements': ['placed-in-authority', 52, 70],
      'with a parent or family member: 22 %': ['with-parents-or-family', 16, 28],
      'in residential care: 8 %': ['in-residential', 5, 12],
      'in supported accommodation: 15 %': ['in-supported-accommodation', 8, 18],
    }
    for (const [name, [path, least, most]] of Object.entries(bounds)) {
      const percent = Number(
        (await figure(analyst, `${path}${path.includes('?') ? '&' : '?'}asAt=${today}`))[2],
      )
      t.ok(percent >= least && percent <= most, `${name}: ${percent}`)
    }
    const stayingPut = Number((await figure(analyst, `in-staying-put?asAt=${today}`))[0])
    t.ok(stayingPut >= 12 && stayingPut <= 45, `Staying Put, 33 published: ${stayingPut}`)
  })

  t.test(
    'the attention list has what an office has to deal with, and no breach but the one that is shown',
    async (t) => {
      const { body } = await officer.get('/v1/attention/summary')
      const rows = new Map(
        (body.kinds as { kind: string; rows: number }[]).map(({ kind, rows: n }) => [kind, n]),
      )
      const present = [
        'emergency-request-open',
        'request-open',
        'planned-end-no-next-home',
        'turning-18-in-12-weeks',
        'gate-awaited',
        'temporary-approval-ending',
        'restriction-with-children',
        'panel-action-overdue',
      ]
      t.same(
        present.filter((kind) => !rows.has(kind)),
        [],
      )
      t.equal(rows.get('unlawful-placement'), 1)
      t.equal(rows.get('recorded-against-a-gate'), 1)
      const breaches = [
        'no-placement-tonight',
        'care-ended-placement-open',
        'placed-without-care',
        'no-legal-status',
        'care-open-past-18',
        'gate-refused-in-bed',
        'outside-terms',
        'outside-registration',
        'home-under-section-20',
        'gate-overdue',
        'registration-ended',
        'temporary-approval-ended',
        'past-planned-end',
        'not-started',
        'absence-past-limit',
        'short-breaks-past-limit',
      ]
      t.same(
        breaches.filter((kind) => rows.has(kind)),
        [],
      )
    },
  )

  t.test('a bed is held for tomorrow, and the panels meet this week and next', async (t) => {
    const holds = (await officer.get('/v1/holds')).body.items
    t.match(holds, [{ from: addDays(today, 1), status: 'held' }])
    const meetings = (await officer.get(`/v1/panel-meetings?limit=200`)).body.items
    const coming = meetings.filter(({ heldOn }) => String(heldOn) >= today)
    t.ok(coming.length > 0, 'a meeting is to come')
  })
})
