import { factSets } from './fact-sets.ts'
import { lookedAfter, omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const unregisteredSettings = { placementType: { in: ['other'] } } as const

/** Measures of the quality of placements: Ofsted judgements, unregistered settings, siblings together. */
export const provisionMeasures = {
  'good-or-outstanding': {
    title: 'In provision judged good or outstanding',
    definition:
      "Share of the children placed where Ofsted gives one of its four grades (agency fostering, children's homes, secure homes, residential schools, family centres) whose home, or else its provider, was judged good or outstanding by the latest judgement of that day or before. Provision not yet inspected is not counted; a judgement that is not recorded is left out, and shown. An authority's own fostering is judged with the whole of its services, and supported accommodation on another scale: neither is counted.",
    source:
      'Own definition, as sufficiency strategies quote it. Grades: Ofsted, social care common inspection framework.',
    unit: 'percent',
    polarity: 'high',
    version: 1,
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
    version: 1,
    of: 'gradedNights',
    denominator: null,
    numerator: { words: 'Children looked after on the day', where: lookedAfter },
    unknown: null,
    dimensions: factSets.gradedNights.dimensions,
  },
  'in-unregistered': {
    title: 'In emergency or unregistered places',
    definition:
      'Children looked after who on the day are in an emergency, unregistered or other place that is none of the registered kinds. The target is none.',
    source: 'DfE, SSDA903 guide: PLACE Z1, from 2025/26 Z11 to Z14, and P3; Care Standards Act 2000 s11.',
    unit: 'children',
    polarity: 'low',
    version: 1,
    of: 'careNights',
    denominator: null,
    numerator: { words: 'Children in such places', where: { ...lookedAfter, ...unregisteredSettings } },
    unknown: null,
    dimensions: omit(factSets.careNights.dimensions, 'placementType', 'careFamily'),
  },
  'unregistered-nights': {
    title: 'Nights in emergency or unregistered places',
    definition:
      'Nights that children looked after spent in places as in `in-unregistered`, in the period. The target is none.',
    source: 'DfE, SSDA903 guide: PLACE Z1, from 2025/26 Z11 to Z14, and P3; Care Standards Act 2000 s11.',
    unit: 'nights',
    polarity: 'low',
    version: 1,
    of: 'careNights',
    over: 'period',
    denominator: null,
    numerator: { words: 'Nights in such places', where: { ...lookedAfter, ...unregisteredSettings } },
    unknown: null,
    dimensions: omit(factSets.careNights.dimensions, 'placementType', 'careFamily'),
  },
  'siblings-apart': {
    title: 'Siblings placed apart',
    definition:
      'Of the groups of siblings two or more of whom are looked after on the day, the share not all of whose looked-after members are in one home. Where the home is not recorded, the postcode stands for it. A group is apart as soon as two are known to be; together only when it is known of all.',
    source: 'Own definition. Duty: Children Act 1989 s22C(8)(c).',
    unit: 'percent',
    polarity: 'low',
    version: 1,
    of: 'siblingNights',
    denominator: { words: 'Groups of siblings with two or more looked after', where: {} },
    numerator: { words: 'Not all in one home', where: { together: { in: ['no'] } } },
    unknown: { words: 'Groups of whom it is not known', facts: ['together'] },
    dimensions: [],
  },
} as const satisfies Record<string, Measure>
