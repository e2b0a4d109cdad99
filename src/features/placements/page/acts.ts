import { noticeGivers } from '../../../domain/checklist/items.ts'
import { careEndReasons, placementEndReasons } from '../../../domain/codes.ts'
import { birthday } from '../../../domain/dates.ts'
import { temporaryStays } from '../../../domain/lifecycle/absences.ts'
import type { PlacementCorrection } from '../../../domain/lifecycle/corrections.ts'
import type { PlacementAction } from '../../../domain/lifecycle/placement.ts'
import { layerOf, placementTypeCodes, placementTypes } from '../../../domain/placement-types.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import {
  dayPart,
  listPart,
  partIf,
  radioPart,
  reasonPart,
  yesNoPart,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import type { PlacementPicture } from './read.ts'

/** What the form of an act is filled in with. */
export interface ActFacts extends PlacementPicture {
  /** The agreed placements of the child to which a move can lead. */
  destinations: readonly PlacementPicture[]
  /** The one of them from whose page the form was opened. */
  destinationId: string | null
}

/** An act on a placement that has a form of its own. */
export type PlacementAct = Exclude<PlacementAction, 'approvals'> | PlacementCorrection

const happenedOn: FormPart = dayPart({
  name: 'on',
  title: 'The day',
  label: 'On which day?',
  hint: 'A day gone by, where it is recorded late.',
  day: (_facts, today) => today,
})
const isEndPlanned: FormPart = yesNoPart({
  name: 'planned',
  title: 'Whether it was planned',
  label: 'Was the ending planned?',
})
const changeReason = {
  name: 'reason',
  title: 'The reason',
  label: 'Why does the child leave?',
  choices: choicesAmong(placementEndReasons),
}

/** Places without a home of the service: with parents, elsewhere. A home has beds, which are asked for and agreed. */
const typesWithoutHome = placementTypeCodes.filter(
  (code) =>
    placementTypes[code].lookedAfter &&
    layerOf(code) === 'usual' &&
    ['family', 'adoption', 'other'].includes(placementTypes[code].careFamily),
)

/** What each act asks of the person who records it: the fields of the API's body. */
export const placementActs: Readonly<Record<PlacementAct, readonly FormPart<ActFacts>[]>> = {
  start: [happenedOn],
  'planned-dates': [
    partIf(
      ({ placement }) => placement.startedOn === null,
      dayPart<ActFacts>({
        name: 'from',
        title: 'The first night',
        label: 'Planned first night',
        empty: 'nothing',
        day: ({ placement }) => placement.plannedFrom,
      }),
    ),
    dayPart<ActFacts>({
      name: 'to',
      title: 'The planned end',
      label: 'Planned day of leaving',
      hint: 'Leave it empty where no end is planned.',
      empty: null,
      day: ({ placement }) => placement.plannedTo,
    }),
  ],
  notice: [
    radioPart({
      name: 'givenBy',
      title: 'Who gave notice',
      label: 'Who gave notice?',
      choices: choicesAmong(noticeGivers),
    }),
    happenedOn,
    dayPart({
      name: 'endsOn',
      title: 'The day on which it runs out',
      label: 'When does the notice run out?',
      hint: 'The child leaves by then.',
    }),
  ],
  'notice-withdrawal': [happenedOn],
  withdrawal: [happenedOn, reasonPart],
  'did-not-start': [happenedOn, reasonPart],
  end: [
    happenedOn,
    isEndPlanned,
    listPart({
      ...changeReason,
      empty: 'nothing',
      hint: 'Of a change of placement. Leave it out where care ends.',
      none: 'Care ends with it, or a stay elsewhere is over',
    }),
    listPart({
      name: 'careEnds',
      pointer: '#/careEnds/reason',
      title: 'Why care ends',
      label: 'Does care end with it?',
      hint: 'The period of care and the legal status then end on the same day.',
      choices: choicesAmong(careEndReasons),
      none: 'No, care goes on',
      empty: 'nothing',
      convert: (reason) => ({ reason }),
    }),
  ],
  move: [
    happenedOn,
    isEndPlanned,
    listPart({ ...changeReason, none: 'Choose a reason' }),
    radioPart<ActFacts>({
      name: 'placementId',
      title: 'The placement to move to',
      label: 'To a placement that is agreed',
      value: ({ destinationId }) => destinationId,
      empty: 'nothing',
      choices: ({ destinations }) =>
        destinations.map(({ placement, home }) => ({
          value: placement.id,
          text: `${home ?? 'No home on record'}${placement.plannedFrom === null ? '' : `, planned from ${sayDay(placement.plannedFrom)}`}`,
        })),
    }),
    listPart({
      name: 'placementType',
      title: 'The kind of place',
      label: 'Or to a place that is no home on record',
      hint: 'To a bed in a home: agree it first, from the page of the child.',
      choices: typesWithoutHome.map((code) => ({ value: code, text: placementTypes[code].label })),
      none: 'None of these',
      empty: 'nothing',
    }),
    yesNoPart({
      name: 'keepsSchool',
      title: 'Whether the school stays the same',
      label: 'Does the child stay at the same school?',
      hint: 'Asked of years 10 and 11.',
      empty: 'nothing',
    }),
  ],
  'staying-put': [
    dayPart<ActFacts>({
      name: 'on',
      title: 'The day',
      label: 'When does care end?',
      hint: 'The eighteenth birthday, or a later day gone by.',
      day: ({ child }) => birthday(child.dateOfBirth, 18),
    }),
    dayPart({
      name: 'plannedTo',
      title: 'The planned end',
      label: 'Until when, if that is planned?',
      empty: null,
    }),
  ],
  absences: [
    radioPart({
      name: 'placementType',
      title: 'The kind of stay',
      label: 'What kind of stay?',
      choices: [
        { value: 'temporary', text: 'A temporary stay', hint: 'In hospital, on holiday, or for a few days.' },
        { value: 'short-break', text: 'A short break', hint: 'One of a series.' },
      ],
    }),
    listPart({
      name: 'placeCode',
      title: 'The reason of the stay',
      label: 'Why, of a temporary stay?',
      choices: Object.entries(temporaryStays).map(([value, { label }]) => ({ value, text: label })),
      none: 'It is a short break',
      empty: null,
    }),
    dayPart({
      name: 'from',
      title: 'The first night',
      label: 'First night away',
      day: (_facts, today) => today,
    }),
    dayPart({
      name: 'to',
      title: 'The day of return',
      label: 'Day of return',
      hint: 'Leave it empty where it is not known.',
      empty: null,
    }),
  ],
  boundary: [
    dayPart<ActFacts>({
      name: 'on',
      title: 'The day',
      label: 'On which day did it end, and the next begin?',
      day: ({ placement }) => placement.endedOn,
    }),
    reasonPart,
  ],
  'start-undo': [reasonPart],
  'end-undo': [reasonPart],
  'staying-put-undo': [reasonPart],
}
