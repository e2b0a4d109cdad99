import type { FeedSet } from './set.ts'
import {
  columnsOfCare,
  childKeyColumn,
  ethnicityColumn,
  locationColumn,
  placementColumn,
  placementTypeColumn,
  providerSectorColumn,
  sexColumn,
} from './shared-columns.ts'

const { age, sex, legalStatus, placementType, providerSector, homeId, location } = columnsOfCare
const columnsOfNight = { age, sex, legalStatus, placementType, providerSector, homeId, location } as const

/** Sets of what happens on a day: placements that begin and end, notices, adoptions, and what becomes of those who turn 18. */
export const eventSets = {
  'placement-starts': {
    title: 'Placements that began',
    words:
      'A placement on the day it began for a child in care: not where the child goes on with the same carer or in the same home. What it says held on the first night.',
    key: ['placementId', 'startedOn'],
    period: null,
    columns: {
      placementId: placementColumn,
      startedOn: {
        type: 'date',
        words: 'The day on which it began, or if that is later the first day of the period of care.',
      },
      childKey: childKeyColumn,
      placementOrder: {
        type: 'text',
        words: 'Whether it is the first of a period of care. Empty: it is not known when it began.',
        codes: 'placementOrder',
      },
      emergencyPlacement: {
        type: 'text',
        words: 'Whether it was made in an emergency. Empty: it was not agreed in this service.',
        codes: 'emergencyPlacement',
      },
      ...columnsOfNight,
      keepsSchool: {
        type: 'text',
        words: 'Whether the child stays at the same school. Empty: it is not recorded.',
        codes: 'keepsSchool',
      },
    },
  },
  'placement-ends': {
    title: 'Placements that ended',
    words:
      'A placement on the day it ended, whether care goes on or not: not where the child goes on with the same carer or in the same home. What it says held on the last night.',
    key: ['placementId'],
    period: null,
    columns: {
      placementId: placementColumn,
      childKey: childKeyColumn,
      endedOn: { type: 'date', words: 'The day on which it ended.' },
      careGoesOn: { type: 'boolean', words: 'Whether the child stays in care: then it is a move.' },
      daysInPlacement: {
        type: 'integer',
        words:
          'Days in it, with those with the same carer or in the same home just before. Empty: it began before the first day on record.',
      },
      moveReason: { type: 'text', words: 'Why it ended (SSDA903 code).', codes: 'moveReason' },
      endPlanned: {
        type: 'text',
        words: 'Whether the end was planned. Empty: unknown.',
        codes: 'endPlanned',
      },
      noticeGiver: {
        type: 'text',
        words: 'Who had given the notice that was in force, or `none`.',
        codes: 'noticeGiver',
      },
      noticeDays: { type: 'integer', words: 'Days from that notice to the end.' },
      ...columnsOfNight,
    },
  },
  notices: {
    title: 'Notices',
    words: 'Notice that a placement is to end. What it says of the child held on the night of the notice.',
    key: ['noticeId'],
    period: null,
    columns: {
      noticeId: { type: 'id', words: 'The notice.' },
      placementId: placementColumn,
      childKey: childKeyColumn,
      givenOn: { type: 'date', words: 'The day on which it was given.' },
      endsOn: { type: 'date', words: 'The day on which the placement is to end by it.' },
      withdrawnOn: { type: 'date', words: 'The day on which it was withdrawn.' },
      noticeGiver: { type: 'text', words: 'Who gave it.', codes: 'noticeGiver' },
      ...columnsOfNight,
    },
  },
  adoptions: {
    title: 'Adoptions',
    words: 'A child who was adopted from care. What it says held on the last night in care.',
    key: ['carePeriodId'],
    period: null,
    columns: {
      carePeriodId: { type: 'id', words: 'The period of care that ended so.' },
      childKey: childKeyColumn,
      adoptedMonth: {
        type: 'date',
        refers: 'dates',
        words: 'The first day of the month of the adoption.',
      },
      daysToPlacement: {
        type: 'integer',
        words: 'Days from coming into care to being placed with the adopters. Empty: one of them is unknown.',
      },
      daysToMovingIn: {
        type: 'integer',
        words:
          'Days from coming into care to moving in with the adopters, who may have fostered the child before. Empty: unknown.',
      },
      daysToMatch: {
        type: 'integer',
        words: 'Days from the placement order to the match; 0 where the match came first. Empty: unknown.',
      },
      age,
      sex,
      ethnicity: ethnicityColumn,
      legalStatus,
      placementType,
      providerSector,
      location,
    },
  },
  'followed-leavers': {
    title: 'Young people who left care at 18, looked at again',
    words:
      'A young person who was looked after until the 18th birthday, for 13 weeks or more since the 14th, three months after it, on the 19th or on the 20th birthday. What it says of the placement held on the last night in care.',
    key: ['childKey', 'arrangement', 'leaverMark'],
    period: null,
    columns: {
      childKey: childKeyColumn,
      arrangement: {
        type: 'text',
        words:
          "What the young person could go on to: `staying-put` from a foster placement, `staying-close` from a children's home or supported accommodation.",
        codes: 'placementType',
      },
      leaverMark: { type: 'text', words: 'When the young person is looked at.', codes: 'leaverMark' },
      markMonth: { type: 'date', refers: 'dates', words: 'The first day of the month of that day.' },
      stayed: { type: 'text', words: 'Whether in the arrangement on that day.', codes: 'stayedPut' },
      sex: sexColumn,
      ethnicity: ethnicityColumn,
      placementType: placementTypeColumn,
      providerSector: providerSectorColumn,
    },
  },
  'leaver-months': {
    title: 'Care leavers in placements, by month',
    words:
      'A young person aged 18 to 25 who on the last day of a month lives in a placement that is recorded.',
    key: ['month', 'placementId'],
    period: 'month',
    columns: {
      month: { type: 'date', refers: 'dates', words: 'The first day of the month.' },
      placementId: placementColumn,
      childKey: childKeyColumn,
      asAt: { type: 'date', words: 'The last day of the month; of the present month, today.' },
      age: { type: 'integer', words: 'Age in years.' },
      sex: sexColumn,
      ethnicity: ethnicityColumn,
      placementType: placementTypeColumn,
      providerSector: providerSectorColumn,
      location: locationColumn,
      homeId,
      homeKind: { type: 'text', words: 'Kind of home. Empty: none is recorded.', codes: 'homeKind' },
      accommodationCategory: {
        type: 'text',
        words: 'Category of supported accommodation, or `none`. Empty: unknown.',
        codes: 'accommodationCategory',
      },
      contractKind: {
        type: 'text',
        words: 'Contract under which the home is bought, or `none`. Empty: no home is recorded.',
        codes: 'contractKind',
      },
      hasBed: { type: 'text', words: 'Whether in a bed that is recorded.', codes: 'hasBed' },
    },
  },
} as const satisfies Record<string, FeedSet>
