import { factSets } from './fact-sets.ts'
import { lookedAfter, omit, untilEighteen } from './looked-after.ts'
import type { Measure } from './measure.ts'

const supportedTypes = ['supported-accommodation', 'supported-lodgings'] as const

const inUnregistered = {
  source:
    'Care Standards Act 2000 s11; Supported Accommodation (England) Regulations 2023; CPPCR 2010 regs. 27A and 27C; SSDA903 guide: PLACE Z1, from 2025/26 Z11 to Z14.',
  polarity: 'low',
  version: 2,
  changes: [`What is unregistered goes by the registration of the home, not by the type. ${untilEighteen}`],
  of: 'careNights',
  denominator: null,
  unknown: {
    words:
      "Children with no placement recorded, or in a children's home or supported accommodation that is not recorded",
    facts: ['unregistered'],
  },
  dimensions: omit(factSets.careNights.dimensions, 'unregistered'),
} as const satisfies Partial<Measure>
/** Those of whom it is not known are among them, and so are shown as left out. */
const unregisteredNights = { ...lookedAfter, unregistered: { in: ['yes', 'unknown'] } } as const

/** Measures of the quality of placements: Ofsted judgements, unregistered settings, siblings together. */
export const provisionMeasures = {
  'good-or-outstanding': {
    title: 'In provision judged good or outstanding',
    definition:
      "Share of the children placed where Ofsted gives one of its four grades (agency fostering, children's homes, secure homes, residential schools, family centres) whose home, or else its provider, was judged good or outstanding by the latest judgement of that day or before. Provision not yet inspected is not counted; a judgement that is not recorded is left out, and shown. An authority's own fostering is judged with the whole of its services, and supported accommodation by outcomes, of which `supported-consistently-strong` tells: neither is counted, and an outcome of a provider is no judgement of its other homes.",
    source:
      'Own definition, as sufficiency strategies quote it. Grades: Ofsted, social care common inspection framework.',
    unit: 'percent',
    polarity: 'high',
    version: 2,
    changes: [`Supported accommodation, which is judged by outcomes, is no longer counted. ${untilEighteen}`],
    of: 'gradedNights',
    denominator: {
      words: 'Children looked after in provision that Ofsted has inspected and grades',
      where: {
        ...lookedAfter,
        placementType: { in: ['ifa', 'residential', 'secure', 'residential-school', 'family-centre'] },
        ofstedGrade: { notIn: ['not-yet-inspected'] },
      },
    },
    numerator: {
      words: 'Judged good or outstanding',
      where: { ofstedGrade: { in: ['good', 'outstanding'] } },
    },
    unknown: { words: 'Children for whose home no judgement is recorded', facts: ['ofstedGrade'] },
    dimensions: factSets.gradedNights.dimensions,
  },
  'children-by-home': {
    title: 'Children looked after, by home, provider and judgement',
    definition:
      "Children looked after on the day, as in `children-looked-after`, with the home they are in, its provider, and Ofsted's latest judgement of that day or before.",
    source: 'DfE, SSDA903 guide; Ofsted.',
    unit: 'children',
    polarity: 'none',
    version: 2,
    changes: [untilEighteen],
    of: 'gradedNights',
    denominator: null,
    numerator: { words: 'Children looked after on the day', where: lookedAfter },
    unknown: null,
    dimensions: factSets.gradedNights.dimensions,
  },
  'supported-consistently-strong': {
    title: 'In supported accommodation judged consistently strong',
    definition:
      'Share of the children in supported accommodation or lodgings whose provider, by the latest outcome of that day or before, gives young people consistently strong experiences. Ofsted has these three outcomes since September 2024, a scale beside the four grades of `good-or-outstanding`. Providers not yet inspected are not counted; an outcome that is not recorded is left out, and shown.',
    source:
      'Own definition. Outcomes: Ofsted, social care common inspection framework, supported accommodation.',
    unit: 'percent',
    polarity: 'high',
    version: 1,
    of: 'gradedNights',
    denominator: {
      words: 'Children looked after in supported accommodation that Ofsted has inspected',
      where: {
        ...lookedAfter,
        placementType: { in: supportedTypes },
        ofstedGrade: { notIn: ['not-yet-inspected'] },
      },
    },
    numerator: {
      words: 'Where experiences are consistently strong',
      where: { ofstedGrade: { in: ['consistently-strong'] } },
    },
    unknown: { words: 'Children for whose provider no outcome is recorded', facts: ['ofstedGrade'] },
    dimensions: factSets.gradedNights.dimensions,
  },
  'in-unregistered': {
    ...inUnregistered,
    title: 'In emergency or unregistered places',
    definition:
      "Children looked after who on the day are in a place without the registration with Ofsted that it needs, whatever the type of the placement says. A children's home needs its own; since 28 October 2023 supported accommodation, lodgings and independent living need their provider's for accommodation of their category, and since 9 September 2021 a child under 16 in them counts in any case. A place that is none of the registered kinds (PLACE Z1, Z11 to Z14) counts; residential employment (P3) does not. A registration recorded later restates the past. The target is none.",
    unit: 'children',
    numerator: { words: 'Children in such places', where: unregisteredNights },
  },
  'unregistered-nights': {
    ...inUnregistered,
    title: 'Nights in emergency or unregistered places',
    definition:
      'Nights that children looked after spent in places as in `in-unregistered`, in the period. The target is none.',
    unit: 'nights',
    over: 'period',
    unknown: { ...inUnregistered.unknown, words: 'Nights of which it is not known, as in `in-unregistered`' },
    numerator: { words: 'Nights in such places', where: unregisteredNights },
  },
  'children-in-unregistered-during': {
    ...inUnregistered,
    title: 'Children in emergency or unregistered places at any time in the period',
    definition:
      'Different children who spent a night or more of the period in a place as in `in-unregistered`, each once. By a dimension, a child counts in every group in which it had such a night, so the groups do not add up to the whole; nor do months and quarters to the year. The target is none.',
    unit: 'children',
    version: 1,
    changes: [],
    over: 'period',
    distinct: 'child',
    unknown: {
      ...inUnregistered.unknown,
      words: 'Children of whom it is not known on some night, and who had no such night that is known',
    },
    numerator: { words: 'Children with a night in such places', where: unregisteredNights },
  },
  'siblings-apart': {
    title: 'Siblings placed apart',
    definition:
      'Of the groups of siblings two or more of whom are looked after on the day, the share not all of whose looked-after members are in one home. Where the home is not recorded, the postcode stands for it. A group is apart as soon as two are known to be; together only when it is known of all.',
    source: 'Own definition. Duty: Children Act 1989 s22C(8)(c).',
    unit: 'percent',
    polarity: 'low',
    version: 2,
    changes: [untilEighteen],
    of: 'siblingNights',
    denominator: { words: 'Groups of siblings with two or more looked after', where: {} },
    numerator: { words: 'Not all in one home', where: { together: { in: ['no'] } } },
    unknown: { words: 'Groups of whom it is not known', facts: ['together'] },
    dimensions: [],
  },
  'sibling-groups-apart': {
    title: 'Groups of siblings apart, by reason',
    definition:
      'Groups of siblings two or more of whom are looked after on the day and not all in one home, as in `siblings-apart`. The reason is that recorded of two of them who live in two homes on the day and must not live together; where none is recorded, it is unknown: the group may be apart for want of a home that takes them all.',
    source: 'Own definition. Duty: Children Act 1989 s22C(8)(c).',
    unit: 'groups',
    polarity: 'low',
    version: 1,
    of: 'siblingNights',
    denominator: null,
    numerator: {
      words: 'Groups of siblings not all in one home',
      where: { together: { in: ['no', 'unknown'] } },
    },
    unknown: { words: 'Groups of whom it is not known whether they are', facts: ['together'] },
    dimensions: ['apartReason'],
  },
  'children-in-sibling-groups': {
    title: 'Children in groups of siblings',
    definition:
      'Children looked after on the day of whom a brother or sister is looked after too: all members of the groups of `siblings-apart`.',
    source: 'Own definition. Duty: Children Act 1989 s22C(8)(c).',
    unit: 'children',
    polarity: 'none',
    version: 1,
    of: 'siblingNights',
    denominator: null,
    numerator: { words: 'Children in groups of two or more looked after', where: {}, sum: 'siblings' },
    unknown: null,
    dimensions: ['together'],
  },
  'children-apart-from-a-sibling': {
    title: 'Children apart from a sibling',
    definition:
      'Children as in `children-in-sibling-groups` who live apart from at least one brother or sister who is looked after too. As soon as two of a group are known to live in two homes, each of the group is apart from one of them at least.',
    source: 'Own definition. Duty: Children Act 1989 s22C(8)(c).',
    unit: 'children',
    polarity: 'low',
    version: 1,
    of: 'siblingNights',
    denominator: null,
    numerator: {
      words: 'Children in groups not all in one home',
      where: { together: { in: ['no', 'unknown'] } },
      sum: 'siblings',
    },
    unknown: { words: 'Groups of whom it is not known whether they are', facts: ['together'] },
    dimensions: ['apartReason'],
  },
} as const satisfies Record<string, Measure>
