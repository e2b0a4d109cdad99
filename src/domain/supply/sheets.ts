import {
  accepts,
  accommodationCategories,
  bedKinds,
  carerTypes,
  contractKinds,
  ethnicities,
  faiths,
  homeKinds,
  journeyOutcomes,
  ofstedGrades,
  restrictionKinds,
  sectors,
  transferSources,
  voidReasons,
  type Labels,
} from '../codes.ts'
import { code, contents, type SheetColumn, type SupplyRecords } from './columns.ts'

/** A sheet of the supply workbook: one row a record. */
export interface SupplySheet {
  title: string
  /** Other names of the sheet, in lower case. */
  aliases: readonly string[]
  records: SupplyRecords
  /** What a row is, for whoever fills it in. */
  words: string
  columns: readonly SheetColumn[]
  /** Fields whose values together name one record of the authority; the first list of which all are given decides. */
  keys: readonly (readonly string[])[]
  /** Of records that stand on two sheets: the kinds of home that stand on this one. */
  kinds?: Labels
}

const labelsOf = (table: Readonly<Record<string, { label: string }>>): Labels =>
  Object.fromEntries(Object.entries(table).map(([key, { label }]) => [key, label]))

const householdKinds = {
  'fostering-household': homeKinds['fostering-household'],
  'connected-carer-household': homeKinds['connected-carer-household'],
} as const
const otherKinds = Object.fromEntries(
  Object.entries(homeKinds).filter(([kind]) => !Object.hasOwn(householdKinds, kind)),
)

const identifier: SheetColumn = {
  heading: 'Identifier',
  field: 'id',
  holds: contents.identifier,
  words:
    'Filled in by the service; leave it as it is. It lets a name or a first day be changed. Blank in a new row.',
}
const provider: SheetColumn = {
  heading: 'Provider',
  aliases: ['provider name', 'agency', 'fostering service'],
  field: 'providerId',
  holds: contents.provider,
  words: 'Who runs it: the name of the provider, or its Ofsted number.',
  isRequired: true,
}
const home: SheetColumn = {
  heading: 'Home',
  aliases: ['household', 'home name', 'setting', 'setting name'],
  field: 'homeId',
  holds: contents.home,
  words:
    'The name of the home or household, or its Ofsted number. Where two have one name: Home 1 (Cedar Care), with the provider.',
  isRequired: true,
}
const firstDay: SheetColumn = {
  heading: 'From',
  aliases: ['starts', 'starts on', 'start', 'start date', 'from date'],
  field: 'startsOn',
  holds: contents.day,
  words: 'The first day.',
  isRequired: true,
}
const lastDay: SheetColumn = {
  heading: 'Until',
  aliases: ['ends', 'ends on', 'end', 'end date', 'to', 'to date'],
  field: 'endsOn',
  holds: contents.day,
  words: 'The first day on which it is over; blank while it goes on.',
}
const registeredPlaces: SheetColumn = {
  heading: 'Places',
  aliases: ['registered places', 'approved places', 'max users', 'number of registered places', 'capacity'],
  field: 'registeredPlaces',
  holds: contents.whole,
  words: 'Places it is registered or approved for, whatever beds it has.',
}
const postcode: SheetColumn = {
  heading: 'Postcode',
  aliases: ['setting address postcode', 'post code'],
  field: 'postcode',
  holds: contents.postcode,
  words: 'Where it is, such as CW1 2BJ. Blank where you may not see it: what is recorded stays.',
}
const address: SheetColumn = {
  heading: 'Address',
  field: 'address',
  holds: contents.text,
  words: 'Number, street and town, without the postcode.',
}
const opens: SheetColumn = {
  heading: 'Opens',
  aliases: ['opens on', 'opened', 'open from', 'opening date'],
  field: 'opensOn',
  holds: contents.day,
  words: 'The first night; to come while it is planned.',
  isRequired: true,
}
const closes: SheetColumn = {
  heading: 'Closes',
  aliases: ['closes on', 'closed', 'closed date', 'closing date'],
  field: 'closesOn',
  holds: contents.day,
  words: 'The first night closed; blank while it is to stay open.',
}
const sharing: SheetColumn = {
  heading: 'Shared',
  field: 'shared',
  holds: contents.yesNo,
  words: 'Whether other authorities see it and its free beds.',
}

/** What a home can do and whom it takes, the same of a household and of any other home. */
const offer: readonly SheetColumn[] = [
  {
    heading: 'Youngest',
    aliases: ['age from', 'minimum age', 'from age'],
    field: 'ageFrom',
    holds: contents.whole,
    words: 'Youngest age. Supported accommodation: 16 or more.',
  },
  {
    heading: 'Oldest',
    aliases: ['age to', 'maximum age', 'to age'],
    field: 'ageTo',
    holds: contents.whole,
    words: 'Oldest age, included.',
  },
  {
    heading: 'Takes',
    aliases: ['accepts', 'sex'],
    field: 'accepts',
    holds: code(accepts),
    words: 'Girls, boys, or any.',
  },
  {
    heading: 'Meets needs',
    aliases: ['capabilities', 'needs'],
    field: 'capabilities',
    holds: { kind: 'several', isNullable: false },
    words: 'Needs that it can meet, such as autism; wheelchair-access.',
  },
  {
    heading: 'Siblings',
    aliases: ['takes siblings'],
    field: 'takesSiblings',
    holds: contents.yesNo,
    words: 'Whether it takes brothers and sisters together.',
  },
  {
    heading: 'Emergencies',
    aliases: ['takes emergencies'],
    field: 'takesEmergencies',
    holds: contents.yesNo,
    words: 'Whether it takes a child at once.',
  },
  {
    heading: 'Parent and child',
    aliases: ['takes parent and child'],
    field: 'takesParentAndChild',
    holds: contents.yesNo,
    words: 'Whether it takes a parent with their child.',
  },
  {
    heading: 'Long term',
    field: 'longTerm',
    holds: contents.yesNo,
    words: 'Whether a child can stay until grown up; blank while nobody knows.',
  },
  {
    heading: 'Religions',
    aliases: ['faiths', 'religion'],
    field: 'faiths',
    holds: { kind: 'several', codes: faiths, isNullable: true },
    words: 'Religions lived there; (none) where none is, blank while nobody knows.',
  },
  {
    heading: 'Languages',
    aliases: ['language'],
    field: 'languages',
    holds: { kind: 'several', isNullable: true },
    words: 'Codes of ISO 639, such as en; ur; likewise.',
  },
  {
    heading: 'Ethnic backgrounds',
    aliases: ['cultures', 'ethnicity'],
    field: 'cultures',
    holds: { kind: 'several', codes: ethnicities, isNullable: true },
    words: 'Of those who care there, by their SSDA903 codes or in words; likewise.',
  },
]

const hub: SheetColumn = {
  heading: 'Mockingbird hub',
  field: 'mockingbirdHubId',
  holds: contents.home,
  words: 'The hub home of its Mockingbird constellation.',
}

/** The sheets of the supply workbook, each after those that it refers to. */
export const sheets = [
  {
    title: 'Providers',
    aliases: ['provider', 'agencies'],
    records: 'providers',
    words: 'Who runs homes: the authority itself, another authority, an agency or a company.',
    keys: [['name'], ['ofstedUrn']],
    columns: [
      {
        heading: 'Provider',
        aliases: ['name', 'provider name', 'agency', 'owner name', 'organisation name'],
        field: 'name',
        holds: contents.text,
        words: 'The name of the organisation or of the fostering service.',
        isRequired: true,
      },
      {
        heading: 'Sector',
        field: 'sector',
        holds: code(sectors),
        words: 'Whose provision it is.',
        isRequired: true,
      },
      {
        heading: 'URN',
        aliases: ['ofsted urn', 'ofsted number'],
        field: 'ofstedUrn',
        holds: contents.urn,
        words: "The agency's Ofsted number.",
      },
      {
        heading: 'Supported from',
        aliases: ['supported registered on'],
        field: 'supportedRegisteredOn',
        holds: contents.day,
        words: 'From when Ofsted has it registered for supported accommodation.',
      },
      {
        heading: 'Supported until',
        aliases: ['supported registration ended on'],
        field: 'supportedRegistrationEndedOn',
        holds: contents.day,
        words: 'The day on which that registration ended.',
      },
      {
        heading: 'Supported categories',
        field: 'supportedCategories',
        holds: { kind: 'several', codes: accommodationCategories, isNullable: false },
        words: 'The categories of supported accommodation that it is registered for.',
      },
      identifier,
    ],
  },
  {
    title: 'Homes',
    aliases: ['home', "children's homes"],
    records: 'homes',
    kinds: otherKinds,
    words:
      "Children's homes, supported accommodation and other places with beds; carers' households have their own sheet.",
    keys: [['providerId', 'name'], ['ofstedUrn']],
    columns: [
      provider,
      {
        heading: 'Home',
        aliases: ['name', 'home name', 'setting', 'setting name'],
        field: 'name',
        holds: contents.text,
        words: 'The name of the home, one of its provider.',
        isRequired: true,
      },
      {
        heading: 'Kind',
        aliases: ['type', 'kind of home'],
        field: 'kind',
        holds: code(otherKinds),
        words: 'What it is.',
        isRequired: true,
      },
      {
        heading: 'URN',
        aliases: ['ofsted urn', 'ofsted number'],
        field: 'ofstedUrn',
        holds: contents.urn,
        words: 'Its Ofsted number; one registration over several buildings has one number.',
      },
      address,
      postcode,
      {
        heading: 'Confidential',
        field: 'confidential',
        holds: contents.yesNo,
        words: 'Whether the address is confidential.',
      },
      sharing,
      registeredPlaces,
      ...offer,
      opens,
      closes,
      {
        heading: 'Registered',
        aliases: ['registered on', 'registration date'],
        field: 'registeredOn',
        holds: contents.day,
        words: "Of a children's home: from when Ofsted has it registered. Blank means unregistered.",
      },
      {
        heading: 'Registration ended',
        aliases: ['registration ended on'],
        field: 'registrationEndedOn',
        holds: contents.day,
        words: 'The day on which that registration ended.',
      },
      {
        heading: 'Category',
        aliases: ['accommodation category'],
        field: 'accommodationCategory',
        holds: code(accommodationCategories),
        words: "Of supported accommodation: which of Ofsted's categories it is.",
      },
      hub,
      identifier,
    ],
  },
  {
    title: 'Households',
    aliases: ['household', 'foster homes', 'foster households', 'fostering households'],
    records: 'homes',
    kinds: householdKinds,
    words:
      "Carers' households, as homes that children can live in. No names of people: a household has a reference.",
    keys: [['providerId', 'name'], ['ofstedUrn']],
    columns: [
      provider,
      {
        heading: 'Household',
        aliases: ['name', 'household reference', 'reference', 'household name'],
        field: 'name',
        holds: contents.text,
        words: "Its reference, never a carer's name; one of its provider.",
        isRequired: true,
      },
      {
        heading: 'Kind',
        aliases: ['type', 'kind of home'],
        field: 'kind',
        holds: code(householdKinds),
        words: 'Whom they foster.',
        isRequired: true,
      },
      address,
      postcode,
      sharing,
      registeredPlaces,
      ...offer,
      opens,
      closes,
      hub,
      identifier,
    ],
  },
  {
    title: 'Carers',
    aliases: ['carer', 'approvals', 'carer journeys', 'foster carers'],
    records: 'carer-journeys',
    words: 'Fostering households from enquiry to approval, and until they leave: one row a journey.',
    keys: [['reference']],
    columns: [
      {
        heading: 'Reference',
        aliases: ['carer reference', 'household reference', 'carer'],
        field: 'reference',
        holds: contents.text,
        words: "The service's reference of the household; never a name.",
        isRequired: true,
      },
      {
        heading: 'Type',
        aliases: ['carer type'],
        field: 'carerType',
        holds: code(carerTypes),
        words: 'Whom they would foster.',
        isRequired: true,
      },
      {
        heading: 'Came from',
        aliases: ['transferred from'],
        field: 'transferredFrom',
        holds: code(transferSources),
        words: 'Where the household fostered before, if for another service.',
      },
      {
        heading: 'District',
        aliases: ['postcode district'],
        field: 'district',
        holds: contents.text,
        words: 'Postcode district, such as CW1; no more of the address.',
      },
      {
        heading: 'Enquiry',
        aliases: ['enquired on', 'enquiry date'],
        field: 'enquiredOn',
        holds: contents.day,
        words: 'The day of the enquiry. Start with the first stage that is known; none after it is left out.',
      },
      {
        heading: 'Application',
        aliases: ['applied on', 'application date'],
        field: 'appliedOn',
        holds: contents.day,
        words: 'The application was received.',
      },
      {
        heading: 'Assessment',
        aliases: ['assessment started on', 'assessment date'],
        field: 'assessmentStartedOn',
        holds: contents.day,
        words: 'The assessment began.',
      },
      {
        heading: 'Panel',
        aliases: ['panel on', 'panel date'],
        field: 'panelOn',
        holds: contents.day,
        words: 'The fostering panel recommended.',
      },
      {
        heading: 'Approved',
        aliases: ['approved on', 'approval date'],
        field: 'approvedOn',
        holds: contents.day,
        words: 'The decision maker approved the household.',
      },
      {
        heading: 'Places',
        aliases: ['approved places', 'approved for'],
        field: 'places',
        holds: contents.whole,
        words: 'Places that it is approved for; needed with Approved.',
      },
      {
        heading: 'Left',
        aliases: ['closed', 'closed on', 'left on', 'end date'],
        field: 'closedOn',
        holds: contents.day,
        words: 'The day on which the journey ended, with Outcome.',
      },
      {
        heading: 'Outcome',
        field: 'outcome',
        holds: code(labelsOf(journeyOutcomes)),
        words: 'How it ended.',
      },
      {
        ...home,
        aliases: ['household', 'home name'],
        words: 'The household on the sheet Households, once children can live there.',
        isRequired: false,
      },
      identifier,
    ],
  },
  {
    title: 'Beds',
    aliases: ['bed', 'places', 'rooms'],
    records: 'beds',
    words: 'Beds of homes and places of households: one row each.',
    keys: [['homeId', 'label']],
    columns: [
      home,
      {
        heading: 'Bed',
        aliases: ['label', 'room', 'place'],
        field: 'label',
        holds: contents.text,
        words: 'Its label, one in the home, such as Room 2.',
        isRequired: true,
      },
      {
        heading: 'Kind',
        aliases: ['type', 'bed kind'],
        field: 'kind',
        holds: code(bedKinds),
        words: 'Standard, where it is left blank.',
      },
      opens,
      closes,
      identifier,
    ],
  },
  {
    title: 'Contracts',
    aliases: ['contract'],
    records: 'contracts',
    words: 'How a home is used over a term; one contract at a time.',
    keys: [['homeId', 'startsOn']],
    columns: [
      home,
      {
        heading: 'Contract',
        aliases: ['kind', 'contract type', 'contract kind'],
        field: 'kind',
        holds: code(contractKinds),
        words: 'Block, framework or spot.',
        isRequired: true,
      },
      {
        heading: 'Beds bought',
        field: 'bedsBought',
        holds: contents.whole,
        words: 'Beds that a block contract buys.',
      },
      firstDay,
      lastDay,
      identifier,
    ],
  },
  {
    title: 'Fees',
    aliases: ['fee', 'prices'],
    records: 'fees',
    words: 'What a bed in a home costs a week over a term; one fee at a time.',
    keys: [['homeId', 'startsOn']],
    columns: [
      home,
      {
        heading: 'Weekly fee',
        aliases: ['fee', 'fee a week', 'weekly cost'],
        field: 'weeklyFee',
        holds: contents.money,
        words: 'Pounds a week.',
        isRequired: true,
      },
      firstDay,
      lastDay,
      identifier,
    ],
  },
  {
    title: 'Voids',
    aliases: ['void'],
    records: 'voids',
    words: 'Nights on which a bed is out of use, and why.',
    keys: [['bedId', 'startsOn']],
    columns: [
      { ...home, isLookup: true },
      {
        heading: 'Bed',
        aliases: ['label', 'room', 'place'],
        field: 'bedId',
        holds: contents.bed,
        words: 'The label of the bed in that home.',
        isRequired: true,
      },
      {
        heading: 'Reason',
        aliases: ['void reason'],
        field: 'reason',
        holds: code(labelsOf(voidReasons)),
        words: 'Why it is out of use.',
        isRequired: true,
      },
      {
        heading: 'Detail',
        field: 'detail',
        holds: contents.text,
        words: 'In words; needed for Other. Nothing about a child.',
      },
      firstDay,
      lastDay,
      identifier,
    ],
  },
  {
    title: 'Judgements',
    aliases: ['judgement', 'inspections'],
    records: 'judgements',
    words: "Ofsted's judgement of a home or, with Home left blank, of a provider.",
    keys: [
      ['homeId', 'judgedOn'],
      ['providerId', 'judgedOn'],
    ],
    columns: [
      { ...home, isRequired: false },
      { ...provider, words: 'The agency that is judged, where Home is blank.', isRequired: false },
      {
        heading: 'Judged',
        aliases: ['judged on', 'inspection date', 'date of last full inspection'],
        field: 'judgedOn',
        holds: contents.day,
        words: 'The day of the judgement.',
        isRequired: true,
      },
      {
        heading: 'Grade',
        aliases: ['overall effectiveness', 'judgement', 'outcome'],
        field: 'grade',
        holds: code(ofstedGrades),
        words: 'One of the four grades or, of supported accommodation, of the three outcomes.',
        isRequired: true,
      },
      identifier,
    ],
  },
  {
    title: 'Restrictions',
    aliases: ['restriction', 'suspensions'],
    records: 'home-restrictions',
    words: 'Nights on which no child may be placed in a home.',
    keys: [['homeId', 'kind', 'startsOn']],
    columns: [
      home,
      {
        heading: 'Restriction',
        aliases: ['kind', 'type'],
        field: 'kind',
        holds: code(restrictionKinds),
        words: 'Who decided it.',
        isRequired: true,
      },
      firstDay,
      lastDay,
      identifier,
    ],
  },
] as const satisfies readonly SupplySheet[]

export type SheetTitle = (typeof sheets)[number]['title']
export const sheetTitles = sheets.map(({ title }) => title) as [SheetTitle, ...SheetTitle[]]
export const sheetOf = (title: SheetTitle): SupplySheet =>
  sheets.find((sheet) => sheet.title === title) as SupplySheet
