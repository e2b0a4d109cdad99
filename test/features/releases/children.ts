import type { Pool } from 'pg'
import { CHESHIRE_EAST } from '../../support/app.ts'
import { noRows, write, writePlaces } from '../measures/independent/histories.ts'

/** Numbers from 0 up to 1, the same for the same seed (a linear congruential generator of Numerical Recipes). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const day = (sinceStart: number) =>
  new Date(Date.UTC(2019, 0, 1) + Math.floor(sinceStart) * 86_400_000).toISOString().slice(0, 10)
const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Writes a number of made-up children to an authority, in care for some time between 2019 and 2023. */
export async function manyChildren(owner: Pool, number: number, seed: number): Promise<void> {
  const random = randomOf(seed)
  const draw =
    (from: () => number) =>
    <T>(...choices: [[number, T], ...[number, T][]]): T => {
      let remainder = from() * choices.reduce((sum, [weight]) => sum + weight, 0)
      return (choices.find(([weight]) => (remainder -= weight) < 0) ?? choices[0])[1]
    }
  const one = draw(random)
  const other = draw(randomOf(seed + 1))
  const own = { authority_code: CHESHIRE_EAST }
  const rows = {
    ...noRows(),
    sibling_groups: Array.from({ length: Math.ceil(number / 4) }, (_, n) => ({
      ...own,
      id: uuid(5, n),
      reference: `SG-${n}`,
    })),
  }
  for (let n = 0; n < number; n++) {
    const age = 1 + random() * 16 // on 1 January 2022
    const birthDay = 1096 - age * 365.25
    const child_id = uuid(1, n)
    const sex = one([11, 'male'], [9, 'female'])
    const uasc = age > 13 && random() < 0.2
    rows.children.push({
      ...own,
      id: child_id,
      reference: `CH-${n}`,
      date_of_birth: day(birthDay),
      ethnicity: uasc
        ? other([1, 'OOTH'], [1, 'BAFR'])
        : other([30, 'WBRI'], [4, 'WOTH'], [3, 'MWBC'], [2, 'MOTH'], [2, 'APKN'], [1, 'BAFR'], [1, 'WROM']),
      sex,
      uasc,
      disabled: one<boolean | null>([8, false], [1, true], [0.3, null]),
      home_postcode: one<string | null>([9, 'ZZ10AA'], [1, 'ZZ10AB'], [0.3, null]),
      sibling_group_id: random() < 0.5 ? uuid(5, Math.floor(random() * (number / 4))) : null,
    })
    const startDay = Math.max(random() * 1400, birthDay + 1)
    const endDay = random() < 0.3 ? startDay + random() * 900 : null
    const lastDay = endDay ?? 1826
    const endedOn = endDay === null || endDay > 1700 ? null : day(endDay)
    rows.care_periods.push({
      ...own,
      child_id,
      started_on: day(startDay),
      started_before: false,
      ended_on: endedOn,
      need: uasc ? 'N8' : other([12, 'N1'], [3, 'N5'], [2, 'N4'], [1, 'N8'], [1, 'N2'], [0.5, null]),
      end_reason: endedOn === null ? null : one([3, 'E4A'], [2, 'E11'], [2, 'E45'], [1, 'E8']),
    })
    rows.legal_statuses.push({
      ...own,
      child_id,
      status: one([12, 'C2'], [5, 'V2'], [3, 'C1'], [1, 'E1'], [0.3, 'L1']),
      started_on: day(startDay),
      ended_on: endedOn,
    })
    for (let from = startDay; from < lastDay;) {
      const to = from + 30 + random() * 700
      const last = to >= lastDay
      rows.placements.push({
        ...own,
        id: uuid(2, rows.placements.length),
        child_id,
        placement_type: one(
          [9, 'internal-foster'],
          [8, 'ifa'],
          [4, 'connected-carer'],
          [1, 'other-authority-foster'],
          [3, 'residential'],
          [2, 'with-parents'],
          [age > 14 ? 5 : 0, 'supported-accommodation'],
          [0.6, 'other'],
          [0.4, 'secure'],
        ),
        same_carer: false,
        started_before: false,
        emergency: false,
        postcode: one<string | null>([6, 'ZZ10AA'], [2, 'ZZ10AB'], [3, 'ZZ20AA'], [0.5, null]),
        started_on: day(from),
        ended_on: last ? endedOn : day(to),
        end_reason: last && endedOn === null ? null : one([3, 'CARPL'], [2, 'CREQB'], [1, 'OTHER']),
      })
      from = to
    }
  }
  await writePlaces(owner)
  await write(owner, rows)
  // A row that the database refuses is left out in silence.
  const { rows: counts } = await owner.query<{ stays: number }>(
    'select count(*)::int as stays from placements',
  )
  if (counts[0]?.stays !== rows.placements.length) throw new Error('not all of the placements were written')
  await careLeavers(owner, draw(randomOf(seed + 2)))
}

/** Care leavers in OC3 returns of two years: most in suitable accommodation, a few not known. */
async function careLeavers(
  owner: Pool,
  one: <T>(...choices: [[number, T], ...[number, T][]]) => T,
): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into imports (authority_code, kind, status, requested_by, files)
     values ($1, 'ssda903', 'succeeded', 'test', '[]') returning id`,
    [CHESHIRE_EAST],
  )
  for (let n = 0; n < 36; n++) {
    const reference = `LV-${n}`
    await owner.query(
      `insert into children (authority_code, reference, date_of_birth, sex, ethnicity) values ($1, $2, $3, 'male', 'WBRI')`,
      [CHESHIRE_EAST, reference, `${2001 + (n % 4)}-06-${10 + (n % 9)}`],
    )
    for (const year of [2022, 2023]) {
      const cells = one(
        [9, { IN_TOUCH: 'YES', ACCOM: 'U1' }],
        [1, { IN_TOUCH: 'YES', ACCOM: 'X2' }],
        [1, { IN_TOUCH: 'NO' }],
        [1, { IN_TOUCH: 'YES', ACCOM: 'R1' }],
      )
      await owner.query(
        `insert into return_rows (authority_code, child_reference, module, collection_year, key, cells, import_id)
         values ($1, $2, 'oc3', $3, '', $4, $5)`,
        [CHESHIRE_EAST, reference, year, cells, rows[0]?.id],
      )
    }
  }
}
