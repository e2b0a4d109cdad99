import type { FeedSet } from './set.ts'
import {
  childKeyColumn,
  homeColumn,
  legalStatusColumn,
  locationColumn,
  monthColumn,
  placementColumn,
  placementTypeColumn,
  providerSectorColumn,
  sexColumn,
} from './shared-columns.ts'

/** Sets about children: who they are, their care, their moves, what is spent on them, and what is sought for them. */
export const peopleSets = {
  children: {
    title: 'Children',
    words: 'A child of whom there is a record, in care or not, with what does not change by the month.',
    key: ['childKey'],
    period: null,
    columns: {
      childKey: { type: 'text', words: childKeyColumn.words },
      birthMonth: { type: 'date', words: 'The first day of the month of birth.' },
      sex: sexColumn,
      ethnicity: { type: 'text', words: 'Ethnicity.', codes: 'ethnicity' },
      uasc: { type: 'text', words: 'Whether ever an unaccompanied asylum-seeking child.', codes: 'uasc' },
      disability: {
        type: 'text',
        words: 'Whether recorded as disabled. Empty: unknown.',
        codes: 'disability',
      },
    },
  },
  'care-periods': {
    title: 'Periods of care',
    words: 'A period for which a child was looked after, or had short breaks.',
    key: ['carePeriodId'],
    period: null,
    columns: {
      carePeriodId: { type: 'id', words: 'The period of care.' },
      childKey: childKeyColumn,
      startedOn: { type: 'date', words: 'The day on which it started.' },
      startedBefore: {
        type: 'boolean',
        words: 'Whether it started before `startedOn`, which is then the first day on record.',
      },
      endedOn: { type: 'date', words: 'The day on which it is recorded as ended. Empty: it goes on.' },
      ceasedMonth: {
        type: 'date',
        refers: 'dates',
        words:
          'The first day of the month in which the child ceased to be looked after: on the day recorded, at the latest on the 18th birthday. Empty: it goes on.',
      },
      need: { type: 'text', words: 'Main reason for being in care. Empty: unknown.', codes: 'need' },
      endReason: { type: 'text', words: 'Why it ended (SSDA903 code).', codes: 'careEndReason' },
      firstLegalStatus: {
        ...legalStatusColumn,
        words: 'Legal status on the first night; V3 and V4 are short breaks. Empty: unknown.',
      },
      lastLegalStatus: { ...legalStatusColumn, words: 'Legal status on the last night. Empty: unknown.' },
    },
  },
  moves: {
    title: 'Moves',
    words:
      'A placement that ended while the child stayed in care: not where the child goes on with the same carer or in the same home. What it says held on the last night.',
    key: ['placementId'],
    period: null,
    columns: {
      placementId: { ...placementColumn, words: 'The placement that ended.' },
      childKey: childKeyColumn,
      movedOn: { type: 'date', words: 'The day of the move.' },
      moveReason: { type: 'text', words: 'Why the placement ended (SSDA903 code).', codes: 'moveReason' },
      endPlanned: {
        type: 'text',
        words: 'Whether the end was planned. Empty: unknown.',
        codes: 'endPlanned',
      },
      age: { type: 'integer', words: 'Age in years.' },
      sex: sexColumn,
      legalStatus: legalStatusColumn,
      placementType: placementTypeColumn,
      providerSector: providerSectorColumn,
      homeId: homeColumn,
      location: locationColumn,
    },
  },
  'cost-months': {
    title: 'Costs of placements, by month',
    words:
      'What a placement of a child costs in a month: each night a seventh of its own weekly cost, else of the weekly fee of the home. The present month goes up to today.',
    key: ['month', 'childKey', 'firstNight'],
    period: 'month',
    columns: {
      month: monthColumn,
      childKey: childKeyColumn,
      firstNight: { type: 'date', words: 'The first night of the month in the placement.' },
      placementId: { ...placementColumn, words: 'The placement. Empty: none is recorded for these nights.' },
      homeId: homeColumn,
      placementType: placementTypeColumn,
      providerSector: providerSectorColumn,
      location: locationColumn,
      nights: { type: 'integer', words: 'Nights, those of short breaks too.' },
      pricedNights: { type: 'integer', words: 'Of `nights`, those whose cost is known.' },
      pounds: { type: 'decimal', words: 'What these cost, in pounds.' },
      lowestWeeklyCost: {
        type: 'decimal',
        words: 'The lowest weekly cost on one of them. Empty: none is known.',
      },
      highestWeeklyCost: {
        type: 'decimal',
        words: 'The highest weekly cost on one of them. Empty: none is known.',
      },
    },
  },
  requests: {
    title: 'Requests for a home',
    words: 'A child for whom a home is requested, and what became of it up to now.',
    key: ['requestId', 'childKey'],
    period: null,
    columns: {
      requestId: { type: 'id', words: 'The request; one for several children has a row for each.' },
      childKey: childKeyColumn,
      receivedOn: { type: 'date', words: 'The day on which it was received.' },
      neededFrom: { type: 'date', words: 'The day from which a home is needed.' },
      urgency: { type: 'text', words: 'Urgency.', codes: 'urgency' },
      age: { type: 'integer', words: 'Age in years when it was received.' },
      sex: sexColumn,
      firstSearchedOn: { type: 'date', words: 'The day of the first search. Empty: none was made.' },
      firstFoundOn: {
        type: 'date',
        words: 'The day of the first search that found an option. Empty: none did.',
      },
      withdrawnOn: { type: 'date', words: 'The day on which it was withdrawn.' },
      placedOn: { type: 'date', words: 'The day on which the first placement made by it started.' },
      placementId: { ...placementColumn, words: 'That placement.' },
      placementType: placementTypeColumn,
      providerSector: providerSectorColumn,
      location: locationColumn,
      firstChoice: {
        type: 'text',
        words:
          'Whether it is in the home that came first in the last search that found something before it was agreed. Empty: there was none.',
        codes: 'firstChoice',
      },
    },
  },
  searches: {
    title: 'Searches for a bed',
    words: 'A child searched for in a search, as often as it was made.',
    key: ['searchId', 'childNumber'],
    period: null,
    columns: {
      searchId: { type: 'id', words: 'The search; one for several children has a row for each.' },
      childNumber: { type: 'integer', words: 'Which child of the search: 1, 2 and so on.' },
      searchedOn: { type: 'date', words: 'The day of the search.' },
      requestId: { type: 'id', words: 'The request that it was made for. Empty: for none.' },
      age: { type: 'integer', words: 'Age in years.' },
      sex: sexColumn,
      capability: {
        type: 'text',
        words: 'Need that the home must be able to meet; `none` or `several`.',
      },
      typeAsked: {
        type: 'text',
        words: 'Type of placement asked for; `any` or `several`.',
        codes: 'typeAsked',
      },
      options: { type: 'integer', words: 'How many options it found.' },
      firstRule: {
        type: 'text',
        words: 'Where it found nothing, the rule that alone kept most free beds out.',
        codes: 'firstRule',
      },
      nearestMiss: {
        type: 'text',
        words: 'Where it found nothing, what would have made an option of the best home that broke one rule.',
        codes: 'nearestMiss',
      },
    },
  },
} as const satisfies Record<string, FeedSet>
