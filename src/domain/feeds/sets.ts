import type { Scope } from '../access.ts'
import { careFamilies, type CareFamily } from '../placement-types.ts'
import { eventSets } from './event-sets.ts'
import { forecastSets } from './forecast-sets.ts'
import { groupSets } from './group-sets.ts'
import { measureSets } from './measure-sets.ts'
import { peopleSets } from './people-sets.ts'
import { placeSets } from './place-sets.ts'
import { returnedSets } from './returned-sets.ts'
import type { FeedColumn, FeedSet } from './set.ts'
import {
  bedColumn,
  childKeyColumn,
  distanceMilesColumn,
  homeColumn,
  legalStatusColumn,
  locationColumn,
  monthColumn,
  placementColumn,
  placementTypeColumn,
  providerSectorColumn,
  receivingAuthorityColumn,
  sexColumn,
} from './shared-columns.ts'
import { supplySets } from './supply-sets.ts'

/** The column with the nights that a child had in placements of a care family in the month. */
export const familyNights = (family: CareFamily): `${CareFamily}Nights` => `${family}Nights`

const nightColumns = Object.fromEntries(
  careFamilies.map((family) => [
    familyNights(family),
    { type: 'integer', words: `Of \`nights\`, those in placements of the care family \`${family}\`.` },
  ]),
) as Record<`${CareFamily}Nights`, FeedColumn>

/** Every set of the feeds, by its name. */
export const feedSets = {
  'child-months': {
    title: 'Children in care, by month',
    words:
      'A child with a night in care in a month: what held on the last of these nights, and the nights of the month. The present month goes up to today.',
    key: ['month', 'childKey'],
    period: 'month',
    columns: {
      month: monthColumn,
      childKey: childKeyColumn,
      asAt: { type: 'date', words: 'The last day of the month; of the present month, today.' },
      lookedAfterAtEnd: {
        type: 'boolean',
        words:
          'Whether the child was looked after on `asAt`. Counted, these are the measure `children-looked-after` on that day.',
      },
      birthMonth: { type: 'date', words: 'The first day of the month of birth.' },
      age: { type: 'integer', words: 'Age in years.' },
      sex: sexColumn,
      ethnicity: { type: 'text', words: 'Ethnicity.', codes: 'ethnicity' },
      uasc: { type: 'text', words: 'Whether an unaccompanied asylum-seeking child.', codes: 'uasc' },
      disability: { type: 'text', words: 'Whether disabled. Empty: unknown.', codes: 'disability' },
      need: { type: 'text', words: 'Main reason for being in care. Empty: unknown.', codes: 'need' },
      legalStatus: legalStatusColumn,
      placementType: placementTypeColumn,
      providerSector: providerSectorColumn,
      placeCode: { type: 'text', words: 'SSDA903 code of the placement (PLACE).', codes: 'placeCode' },
      homeId: homeColumn,
      location: locationColumn,
      receivingAuthority: receivingAuthorityColumn,
      distanceMiles: distanceMilesColumn,
      unregistered: { type: 'text', words: 'Whether in an unregistered place.', codes: 'unregistered' },
      placementsInYear: {
        type: 'integer',
        words:
          'Placements in the year that ends on the day, temporary ones left out. Empty: not known for the whole year.',
      },
      nights: { type: 'integer', words: 'Nights looked after in the month; short breaks left out.' },
      shortBreakNights: { type: 'integer', words: 'Nights in short breaks (legal status V3 or V4).' },
      unregisteredNights: { type: 'integer', words: 'Of `nights`, those in unregistered places.' },
      ...nightColumns,
      placementId: { ...placementColumn, words: 'The placement. Empty: none is recorded.' },
      homeKind: { type: 'text', words: 'Kind of home. Empty: none is recorded.', codes: 'homeKind' },
      placementsInTwoYears: {
        type: 'integer',
        words: 'Placements in the two years that end on the day. Empty: not known for all of them.',
      },
      lookedAfterYearBefore: {
        type: 'text',
        words: 'Whether looked after on the same day of the year before. Empty: unknown.',
        codes: 'lookedAfterYearBefore',
      },
      timeInCare: {
        type: 'text',
        words: 'Time looked after without a break. Empty: unknown.',
        codes: 'timeInCare',
      },
      timeInPlacement: {
        type: 'text',
        words: 'Time in the same placement, as `long-term-stability` counts it. Empty: unknown.',
        codes: 'timeInPlacement',
      },
      daysInCare: {
        type: 'integer',
        words: 'Days since care without a break began. Empty: it began before the first day on record.',
      },
      daysInPlacement: {
        type: 'integer',
        words:
          'Days since the placement began, those with the same carer or in the same home one after the other together. Empty: unknown.',
      },
      wholeYearKnown: {
        type: 'boolean',
        words:
          'Whether care is on record for the whole year that ends on the day, as far as the child was in it. If not, `placementsInYear` may be more.',
      },
    },
  },
  'bed-months': {
    title: 'Beds, by month',
    words:
      'A bed that was open on a night of a month: its nights, each in one state. `openNights` is the sum of the other four. The present month goes up to today.',
    key: ['month', 'bedId'],
    period: 'month',
    columns: {
      month: monthColumn,
      bedId: bedColumn,
      homeId: { ...homeColumn, words: 'The home: `homeId` of the set `homes`.' },
      openNights: { type: 'integer', words: 'Nights on which the bed was open.' },
      voidNights: { type: 'integer', words: 'Nights out of use.' },
      occupiedNights: { type: 'integer', words: 'Nights on which a child or young adult had it.' },
      committedNights: { type: 'integer', words: 'Nights on which it was held, or agreed and not started.' },
      vacantNights: { type: 'integer', words: 'Nights on which it was empty and could be used.' },
    },
  },
  placements: {
    title: 'Placements',
    words: 'A placement that started, and was not withdrawn.',
    key: ['placementId'],
    period: null,
    columns: {
      placementId: { type: 'id', words: 'The placement.' },
      childKey: childKeyColumn,
      startedOn: { type: 'date', words: 'The day on which it started.' },
      plannedTo: { type: 'date', words: 'The day on which it is planned to end.' },
      endedOn: { type: 'date', words: 'The day on which it ended. Empty: it goes on.' },
      endReason: { type: 'text', words: 'Why it ended (SSDA903 code).', codes: 'moveReason' },
      endPlanned: { type: 'boolean', words: 'Whether the end was planned.' },
      placementType: placementTypeColumn,
      placeCode: { type: 'text', words: 'SSDA903 code of the placement (PLACE).', codes: 'placeCode' },
      providerSector: providerSectorColumn,
      homeId: homeColumn,
      bedId: { ...bedColumn, words: 'The bed. Empty where none is recorded.' },
      location: locationColumn,
      receivingAuthority: receivingAuthorityColumn,
      distanceMiles: distanceMilesColumn,
      changedAt: {
        type: 'instant',
        words: 'When the record last changed. Never ask for parts by it: rows would be missed or doubled.',
      },
      weeklyCost: {
        type: 'decimal',
        words: 'Pounds a week agreed for the placement. Empty: none is; then the fee of the home counts.',
      },
    },
  },
  homes: {
    title: 'Homes',
    words: 'A home of the authority, open or not. No address or postcode.',
    key: ['homeId'],
    period: null,
    columns: {
      homeId: { type: 'id', words: 'The home.' },
      name: { type: 'text', words: 'Its name; of a household it may name the carers.', needs: 'homes:read' },
      kind: { type: 'text', words: 'Kind of home.', codes: 'homeKind' },
      placementType: placementTypeColumn,
      providerId: { type: 'id', refers: 'providers', words: 'The provider.' },
      providerSector: { type: 'text', words: 'Sector of the provider.', codes: 'providerSector' },
      receivingAuthority: {
        ...receivingAuthorityColumn,
        words: 'GSS code of the authority in which it lies. Empty: unknown.',
      },
      registeredPlaces: { type: 'integer', words: 'Places that it is registered or approved for.' },
      ageFrom: { type: 'integer', words: 'Youngest age that it takes.' },
      ageTo: { type: 'integer', words: 'Oldest age that it takes.' },
      accepts: { type: 'text', words: 'Which sex it takes: any, female or male.' },
      opensOn: { type: 'date', words: 'Its first day.' },
      closesOn: { type: 'date', words: 'The day from which it is closed. Empty: it stays open.' },
    },
  },
  ...peopleSets,
  ...supplySets,
  ...placeSets,
  ...eventSets,
  ...groupSets,
  ...returnedSets,
  ...measureSets,
  ...forecastSets,
  dates: {
    title: 'Dates',
    words: 'A day, with the periods that it belongs to: for the calendar of a report.',
    key: ['date'],
    period: null,
    columns: {
      date: { type: 'date', words: 'The day, from 1 April ten years ago to 31 March of the financial year.' },
      month: { type: 'date', words: 'The first day of its month.' },
      monthEnd: { type: 'date', words: 'The last day of its month.' },
      financialYear: {
        type: 'integer',
        words: 'The year in which its financial year began: 2023 is 2023/24.',
      },
      financialQuarter: { type: 'integer', words: 'Quarter of the financial year, 1 to 4.' },
      quarterStart: { type: 'date', words: 'The first day of its quarter.' },
    },
  },
  codes: {
    title: 'Code lists',
    words: 'A code of a column, with its label.',
    key: ['list', 'code'],
    period: null,
    columns: {
      list: { type: 'text', words: 'The list: what the catalogue gives as `codes` of a column.' },
      code: { type: 'text', words: 'The code.' },
      label: { type: 'text', words: 'What it means.' },
      position: { type: 'integer', words: 'Its place in the list.' },
    },
  },
} as const satisfies Record<string, FeedSet>

export type FeedName = keyof typeof feedSets
export const feedNames = Object.keys(feedSets) as [FeedName, ...FeedName[]]

/** The sets with rows by month. */
export type PeriodicSet = {
  [Name in FeedName]: (typeof feedSets)[Name]['period'] extends 'month' ? Name : never
}[FeedName]
export const isPeriodic = (name: FeedName): name is PeriodicSet => feedSets[name].period === 'month'

/** The columns of a set that someone with these scopes sees. */
export function visibleColumns(name: FeedName, isGiven: (scope: Scope) => boolean): string[] {
  const columns: Readonly<Record<string, FeedColumn>> = feedSets[name].columns
  return Object.entries(columns).flatMap(([column, { needs }]) =>
    needs === undefined || isGiven(needs) ? [column] : [],
  )
}

/** The scopes that columns need beside `feeds:read`. */
export const columnScopes = [
  ...new Set(
    Object.values(feedSets).flatMap(({ columns }) =>
      Object.values<FeedColumn>(columns).flatMap(({ needs }) => needs ?? []),
    ),
  ),
]
