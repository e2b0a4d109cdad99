import { placeLabels, placementEndReasons, providerCodes } from '../../../domain/codes.ts'
import { placementTypeCodes, placementTypes } from '../../../domain/placement-types.ts'
import { correctionPageOf } from '../../../platform/pages/correction.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import {
  dayPart,
  listPart,
  partIf,
  poundsPart,
  textPart,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import { readPlacement, type PlacementAnswer, type PlacementPicture } from './read.ts'
import { placementFacts } from './show.ts'
import { placementFieldNames } from './words.ts'

/** A placement with what its fields can be corrected to. */
interface CorrectableFacts extends PlacementAnswer {
  picture: PlacementPicture
  /** The beds of its home. */
  beds: readonly { id: string; label: string }[]
  /** The requests for the child. */
  requests: readonly { id: string; neededFrom: string }[]
  authorities: readonly { code: string; name: string }[]
}

const flag = (value: boolean | null) => (value === null ? null : value ? 'yes' : 'no')
const yesOrNo = choicesAmong({ yes: 'Yes', no: 'No' })
const isYes = (answer: string) => answer === 'yes'
const nightsFollow = 'Nights, length of stay and moves in figures; which bed is free when'

/** The dates by their names: each is corrected where there is one, and set by its act where there is none. */
const dates = {
  plannedFrom: ['The planned first night', 'Planned first night', 'Which nights the bed is kept'],
  plannedTo: ['The planned end', 'Planned day of leaving', 'Which nights the bed is kept'],
  startedOn: ['The day of arrival', 'When the child arrived', nightsFollow],
  endedOn: ['The day of leaving', 'When the child left', nightsFollow],
  withdrawnOn: [
    'The day on which it was called off',
    'When it was called off',
    'Figures of placements called off',
  ],
} as const

const dateParts = (Object.keys(dates) as (keyof typeof dates)[]).map((name): FormPart<CorrectableFacts> => {
  const [title, label, follows] = dates[name]
  return partIf(
    (placement) => placement[name] !== null,
    dayPart({ name, title, label, follows, day: (placement) => placement[name] }),
  )
})

const parts: readonly FormPart<CorrectableFacts>[] = [
  listPart({
    name: 'placementType',
    title: 'The kind of placement',
    label: 'Kind of placement',
    choices: placementTypeCodes.map((code) => ({ value: code, text: placementTypes[code].label })),
    none: 'Choose one',
    value: ({ placementType }) => placementType,
    follows: 'Which figures count it, and what must be approved',
  }),
  partIf(
    ({ beds }) => beds.length > 0,
    listPart({
      name: 'bedId',
      title: 'The bed',
      label: 'Bed',
      hint: 'Beds of this home. For another home, record a move.',
      choices: ({ beds }) => beds.map(({ id, label }) => ({ value: id, text: label })),
      none: 'Not known',
      empty: null,
      value: ({ bedId }) => bedId,
      follows: 'Which bed is free when',
    }),
  ),
  ...dateParts,
  partIf(
    ({ endedOn }) => endedOn !== null,
    listPart({
      name: 'endReason',
      title: 'Why it ended',
      label: 'Why did the child leave?',
      choices: choicesAmong(placementEndReasons),
      none: 'No reason of a change of placement',
      empty: null,
      value: ({ endReason }) => endReason,
      follows: 'Figures of why placements end',
    }),
  ),
  partIf(
    ({ endedOn }) => endedOn !== null,
    listPart({
      name: 'endPlanned',
      title: 'Whether the ending was planned',
      label: 'Was the ending planned?',
      choices: yesOrNo,
      none: 'Not known',
      empty: null,
      value: ({ endPlanned }) => flag(endPlanned),
      convert: isYes,
      follows: 'Figures of placements that broke down',
    }),
  ),
  listPart({
    name: 'sameCarer',
    title: 'Whether the carer stayed the same',
    label: 'Is it the same carer as in the placement before?',
    choices: yesOrNo,
    none: 'Choose one',
    value: ({ sameCarer }) => flag(sameCarer),
    convert: isYes,
    follows: 'Whether it counts as a move',
  }),
  listPart({
    name: 'startedBefore',
    title: 'Whether it began before the day of arrival',
    label: 'Did it begin earlier, on a day that nobody knows?',
    choices: yesOrNo,
    none: 'Choose one',
    value: ({ startedBefore }) => flag(startedBefore),
    convert: isYes,
    follows: 'Figures of how long placements last',
  }),
  listPart({
    name: 'placeCode',
    title: "The return's code of the place",
    label: 'Place, as the return (SSDA903) calls it',
    choices: choicesAmong(placeLabels),
    none: 'As its kind says',
    empty: null,
    value: ({ placeCode }) => placeCode,
    follows: 'What the return says',
  }),
  listPart({
    name: 'providerCode',
    title: 'Who provides it',
    label: 'Who provides it, as the return calls it?',
    choices: choicesAmong(providerCodes),
    none: "As the home's provider says",
    empty: null,
    value: ({ providerCode }) => providerCode,
    follows: 'Figures by provider, and what the return says',
  }),
  textPart({
    name: 'postcode',
    title: 'The postcode of the place',
    label: "Postcode of the place, where it is not the home's",
    width: 10,
    empty: null,
    value: ({ postcode }) => postcode,
    follows: 'Miles from home, and whether it is in our area',
  }),
  listPart({
    name: 'statedArea',
    title: 'The area',
    label: 'Area, where no postcode says it',
    choices: ({ authorities }) => [
      ...authorities.map(({ code, name }) => ({ value: code, text: name })),
      { value: 'outside-england', text: 'Outside England' },
    ],
    none: 'As the postcode says',
    empty: null,
    value: ({ statedArea }) => statedArea,
    follows: 'Whether it is in our area, and what must be approved',
  }),
  textPart({
    name: 'homePostcode',
    title: 'The postcode of home at the start',
    label: "Postcode of the child's home when it started, where it was another",
    width: 10,
    empty: null,
    value: ({ homePostcode }) => homePostcode,
    follows: 'Miles from home',
  }),
  poundsPart({
    name: 'weeklyCost',
    title: 'The cost',
    label: "Pounds a week, where it is not the home's fee",
    empty: null,
    value: ({ weeklyCost }) => weeklyCost,
    follows: 'Costs in figures and forecasts',
  }),
  listPart({
    name: 'keepsSchool',
    title: 'Whether the school stays the same',
    label: 'Does the child stay at the same school?',
    choices: yesOrNo,
    none: 'Not known',
    empty: null,
    value: ({ keepsSchool }) => flag(keepsSchool),
    convert: isYes,
    follows: 'What must be approved of a move in years 10 and 11',
  }),
  partIf(
    ({ requests }) => requests.length > 0,
    listPart({
      name: 'requestId',
      title: 'The request that it answers',
      label: 'Which request for a home does it answer?',
      choices: ({ requests }) =>
        requests.map(({ id, neededFrom }) => ({ value: id, text: `Needed from ${sayDay(neededFrom)}` })),
      none: 'None',
      empty: null,
      value: ({ requestId }) => requestId,
      follows: 'Whether the request counts as settled',
    }),
  ),
  partIf(
    ({ recordedAsHappened }) => recordedAsHappened !== null,
    textPart({
      name: 'recordedAsHappened',
      title: 'Why it was recorded as it happened',
      label: 'Why it was recorded although something stood against it',
      empty: null,
      value: ({ recordedAsHappened }) => recordedAsHappened,
    }),
  ),
]

async function readFacts(visit: Visit): Promise<CorrectableFacts> {
  const picture = await readPlacement(visit, visit.params.id!)
  const { placement } = picture
  const list = <Item>(url: string) => visit.api.get<{ items: Item[] }>(url).then(({ items }) => items)
  const [beds, requests, authorities] = await Promise.all([
    placement.homeId === null
      ? []
      : list<CorrectableFacts['beds'][number]>(`/v1/beds?homeId=${placement.homeId}&limit=500`),
    list<CorrectableFacts['requests'][number]>(
      `/v1/placement-requests?childId=${placement.childId}&limit=500`,
    ),
    list<CorrectableFacts['authorities'][number]>('/v1/authorities'),
  ])
  return { ...placement, picture, beds, requests, authorities }
}

/** What is recorded of a placement, to be put right with a reason that the history keeps. */
export const placementCorrectionPage: PageAction = correctionPageOf<CorrectableFacts>({
  url: '/placements/:id/correction',
  scope: 'placements:write',
  purpose: 'a correction of what is recorded of a placement',
  parts,
  fieldNames: placementFieldNames,
  recordUrl: (id) => `/v1/placements/${encodeURIComponent(id)}`,
  read: readFacts,
  back: ({ id }) => ({ href: `/placements/${id}`, text: 'The placement' }),
  about: (visit, { picture }) => placementFacts(visit, picture),
})
