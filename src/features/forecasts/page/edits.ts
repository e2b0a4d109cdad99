import { addMonths } from '../../../domain/dates.ts'
import {
  forecastAges,
  forecastTypes,
  suppliedTypes,
  type SuppliedType,
} from '../../../domain/forecast/states.ts'
import { dayPart, listPart, numberPart, textPart, type FormPart } from '../../../platform/pages/form-parts.ts'

const typeChoices = forecastTypes.map(({ id, title }) => ({ value: id, text: title }))
/** Kinds of homes that an authority opens or recruits itself. */
export const suppliedChoices = typeChoices.filter(({ value }) =>
  suppliedTypes.includes(value as SuppliedType),
)

const place = (name: string) => ({ name, pointer: `#/scenarios/0/edits/0/${name}` })
const share = (percent: number) => percent / 100
const all = 'all'
const listOrAll = (value: string) => (value === all ? null : [value])

const factor = numberPart({
  ...place('factor'),
  title: 'The share',
  label: 'How many, in percent of now?',
  hint: '80 is a fifth fewer, 120 a fifth more.',
  convert: share,
})
const perMonth = (label: string) => numberPart({ ...place('perMonth'), title: 'The number', label })
const typeOf = (name: string, title: string, label: string) =>
  listPart({ ...place(name), title, label, choices: typeChoices, none: 'Choose one' })

/** Where homes open: part of the country that children come from, told by the first halves of its postcodes. */
export const areaParts: readonly FormPart[] = [
  textPart({
    ...place('area'),
    title: 'The name of the area',
    label: 'In which area?',
    hint: 'Such as: North. Leave it empty for anywhere.',
    width: 20,
    empty: null,
  }),
  {
    ...textPart({
      name: 'districts',
      pointer: '#/areas/0/districts',
      title: 'The districts',
      label: 'Which districts is the area made of?',
      hint: 'First halves of postcodes, such as: SK9, SK10, WA16.',
      empty: 'nothing',
    }),
    read: (form) => {
      const districts = form
        .text('districts')
        .toUpperCase()
        .match(/[^\s,;]+/g)
      return { value: districts ?? undefined }
    },
  },
]

interface ScenarioEdit {
  title: string
  hint: string
  parts: readonly FormPart[]
}

/** What a scenario can suppose, each with what its form asks. */
export const scenarioEdits = {
  'open-homes': {
    title: 'Homes open',
    hint: 'They change what is short, not who comes into care.',
    parts: [
      numberPart({ ...place('homes'), title: 'The number of homes', label: 'How many homes?' }),
      numberPart({ ...place('bedsEach'), title: 'The number of beds', label: 'How many beds in each?' }),
      listPart({
        ...place('placementType'),
        title: 'The kind of home',
        label: 'What kind of home?',
        choices: suppliedChoices,
        none: 'Choose one',
      }),
      ...areaParts,
    ],
  },
  carers: {
    title: 'Foster households come or go',
    hint: "The authority's own households, besides those that come and go anyway.",
    parts: [
      numberPart({
        ...place('approvalsPerMonth'),
        title: 'The number approved',
        label: 'How many more are approved in a month?',
        value: 0,
      }),
      numberPart({
        ...place('resignationsPerMonth'),
        title: 'The number that leave',
        label: 'How many more leave in a month?',
        value: 0,
      }),
      numberPart({
        ...place('places'),
        title: 'The number of places',
        label: 'Places in each household',
        value: 1,
      }),
      numberPart({
        ...place('usableShare'),
        title: 'The share',
        label: 'Percent of the places that can be used',
        value: 100,
        convert: share,
      }),
      ...areaParts,
    ],
  },
  entries: {
    title: 'More or fewer children come into care',
    hint: 'Of all ages, or of one group.',
    parts: [
      listPart({
        ...place('groups'),
        title: 'The group',
        label: 'Of whom?',
        choices: [
          { value: all, text: 'All' },
          ...forecastAges.map(({ id, title }) => ({ value: id, text: title })),
          { value: 'unaccompanied', text: 'Unaccompanied children' },
        ],
        none: 'Choose one',
        value: () => all,
        convert: listOrAll,
      }),
      factor,
    ],
  },
  exits: {
    title: 'Children leave care sooner or later',
    hint: 'More than 100 percent: sooner.',
    parts: [factor],
  },
  transfers: {
    title: 'Unaccompanied children are transferred here',
    hint: 'Besides those who come anyway, as by the National Transfer Scheme.',
    parts: [perMonth('How many a month?')],
  },
  'step-down': {
    title: 'Children move on to another kind of home',
    hint: 'Besides those who do anyway.',
    parts: [
      typeOf('fromType', 'The kind of home', 'From which kind?'),
      typeOf('toType', 'The kind of home to move to', 'To which kind?'),
      listPart({
        ...place('ageBands'),
        title: 'The ages',
        label: 'Of which ages?',
        choices: [
          { value: all, text: 'All' },
          ...forecastAges.map(({ id, title }) => ({ value: id, text: title })),
        ],
        none: 'Choose one',
        value: () => all,
        convert: (value) => listOrAll(value) ?? forecastAges.map(({ id }) => id),
      }),
      perMonth('How many a month stay there?'),
    ],
  },
  'duration-cap': {
    title: 'Long stays are reviewed',
    hint: 'When a stay has lasted so long, some children move on.',
    parts: [
      typeOf('placementType', 'The kind of home', 'Of which kind of home?'),
      numberPart({ ...place('days'), title: 'The number of days', label: 'After how many days?' }),
      numberPart({
        ...place('probability'),
        title: 'The share',
        label: 'How many move on, in percent?',
        convert: share,
      }),
    ],
  },
  fee: {
    title: 'A night costs more or less',
    hint: 'Block contracts cost what they cost.',
    parts: [
      listPart({
        ...place('placementType'),
        title: 'The kind of home',
        label: 'Of which kind of home?',
        choices: typeChoices,
        none: 'All kinds',
        empty: null,
      }),
      numberPart({
        ...place('percent'),
        title: 'The percent',
        label: 'By how many percent?',
        hint: 'Less: -5.',
      }),
    ],
  },
} as const satisfies Record<string, ScenarioEdit>
export type ScenarioKind = keyof typeof scenarioEdits

/** When an edit is in force: every form asks it. */
export const termParts: readonly FormPart[] = [
  dayPart({
    ...place('from'),
    title: 'The first day',
    label: 'From when?',
    day: (_facts, today) => `${addMonths(today, 1).slice(0, 7)}-01`,
  }),
  numberPart({
    ...place('rampMonths'),
    title: 'The number of months',
    label: 'Over how many months does it grow to that?',
    hint: '0: at once.',
    value: 0,
  }),
  dayPart({
    ...place('to'),
    title: 'The last day',
    label: 'Until when?',
    hint: 'Leave it empty where it stays so.',
    empty: null,
  }),
]
