import { may } from '../../domain/access.ts'
import { restrictionKinds, voidReasons } from '../../domain/codes.ts'
import { answersAt, type MomentOfWeek } from '../../domain/contact-hours.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { placementTypes } from '../../domain/placement-types.ts'
import { voidCuredBy } from '../../domain/void-cures.ts'
import { attentionRows } from '../../engines/attention/rows.ts'
import { contactsOfHomes } from '../../engines/contacts/queries.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { displayPostcodeOrNull } from '../../platform/http/fields.ts'
import { countNights, nightsAhead, runsOfBed } from './nights.ts'
import * as queries from './queries/home.ts'
import type { WholeHome } from './schema.ts'

/**
 * Everything on record about a home, on a day, and who answers its telephones at `moment`; `childIds` are the children
 * that it shows, for the access log.
 * @returns undefined for a home that the authority does not see
 */
export async function recordOfHome(
  tx: Tx,
  homeId: string,
  today: CivilDate,
  moment: MomentOfWeek,
): Promise<{ record: WholeHome; childIds: string[] } | undefined> {
  const row = await queries.readHome(tx, homeId, today)
  if (row === undefined) return undefined
  const { principal } = tx
  const window = nightsAhead(today)
  const beds = (await queries.readBeds(tx, [homeId], window)).map((bed) => ({
    ...bed,
    runs: runsOfBed(bed, window),
  }))
  const nights = countNights(beds, window)
  const contacts = (await contactsOfHomes(tx, [homeId])).get(homeId) ?? []
  const attention = await attentionRows(tx, today, { homeId })
  const showsChildren = may(principal, 'children:read')
  const residents = (await queries.readResidents(tx, homeId, today)).map((resident) =>
    showsChildren
      ? resident
      : { ...resident, childId: null, reference: null, placementId: null, since: null, plannedTo: null },
  )
  const decisions = await queries.readDecisions(tx, homeId, today)
  const hideChild = <Row extends { childId: string | null }>(line: Row) =>
    showsChildren ? line : { ...line, childId: null }
  const isHidden =
    row.confidential && !(row.authorityCode === principal.authorityCode && may(principal, 'addresses:read'))

  const record: WholeHome = {
    asAt: today,
    home: {
      ...row,
      title: placementTypes[row.type].label,
      postcode: isHidden ? null : displayPostcodeOrNull(row.postcode),
      address: isHidden ? null : row.address,
      href: `/v1/homes/${homeId}`,
    },
    ringNow: {
      ...moment,
      contacts: contacts.filter(({ phone, hours }) => phone !== null && answersAt(hours, moment)),
    },
    contacts,
    attention: showsChildren ? attention : attention.map((line) => ({ ...line, children: [] })),
    registration: {
      registered: row.registered,
      ofstedUrn: row.ofstedUrn ?? row.provider?.ofstedUrn ?? null,
      registeredOn: row.registeredOn,
      endedOn: row.registrationEndedOn,
      accommodationCategory: row.accommodationCategory,
    },
    terms: {
      places: row.registeredPlaces,
      ageFrom: row.ageFrom,
      ageTo: row.ageTo,
      accepts: row.accepts,
      takesSiblings: row.takesSiblings,
      takesEmergencies: row.takesEmergencies,
    },
    tonight: nights[0]!.state,
    nights: nights.map(({ from, to, state }) => ({ from, to, ...state })),
    beds: beds.map(({ id, label, kind, runs }) => ({
      id,
      label,
      kind,
      runs: runs.map(({ from, to, state }) => ({ from, to, ...state })),
    })),
    residents,
    voids: [...groupBy(decisions.voids, ({ reason }) => voidReasons[reason].group)].map(([group, voids]) => ({
      group,
      curedBy: voidCuredBy[group],
      voids: voids.map((one) => ({ ...one, title: voidReasons[one.reason].label })),
    })),
    restrictions: decisions.restrictions.map((line) => ({ ...line, title: restrictionKinds[line.kind] })),
    carerApprovals: decisions.carerApprovals.map(hideChild),
    termsExemptions: decisions.termsExemptions.map(hideChild),
    judgements: decisions.judgements,
    fees: decisions.fees,
  }
  const shownChildren = [
    ...residents.flatMap(({ childId }) => childId ?? []),
    ...record.carerApprovals.flatMap(({ childId }) => childId ?? []),
    ...record.termsExemptions.flatMap(({ childId }) => childId ?? []),
    ...record.attention.flatMap(({ children }) => children.map(({ id }) => id)),
  ]
  return { record, childIds: shownChildren }
}
