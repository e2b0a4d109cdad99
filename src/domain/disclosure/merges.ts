import { ethnicities } from '../codes.ts'
import { labelsOf, type DimensionName } from '../measures/dimensions.ts'
import { placementTypeCodes, type PlacementType } from '../placement-types.ts'
import type { Cell } from './cells.ts'
import { isSmall, largest, smallest } from './policy.ts'

/** Codes of a dimension that a table shows as one group, under one code. */
export interface Merge {
  dimension: DimensionName
  code: string
  label: string
  codes: readonly string[]
}

/** One merge after another, each of the codes of the one before and of more. */
type Steps = readonly Omit<Merge, 'dimension'>[]

const commonTypes: readonly PlacementType[] = [
  'internal-foster',
  'ifa',
  'connected-carer',
  'residential',
  'supported-accommodation',
]
const familyTypes: readonly PlacementType[] = ['with-parents', 'placed-for-adoption']
const otherTypes = placementTypeCodes.filter((code) => !commonTypes.includes(code))
const rareStatuses = ['D1', 'V3', 'V4', 'L1', 'L2', 'L3', 'J1', 'J2', 'J3', 'unknown']
const rareNeeds = ['N3', 'N6', 'N7', 'unknown']
const otherEthnicities = ['OOTH', 'REFU', 'NOBT', 'unknown'] as const
const ethnicitiesOf = (...initials: string[]) =>
  Object.keys(ethnicities).filter(
    (code) =>
      initials.includes(code.slice(0, 1)) &&
      code !== 'WBRI' &&
      !(otherEthnicities as readonly string[]).includes(code),
  )

/**
 * Which groups may be put together where one of them is rare: neighbouring bands, ethnicities of one of DfE's groups, and
 * codes that are rare everywhere. What is put together is declared and not chosen by the counts, so that it tells nothing but
 * that one of the groups is rare.
 */
export const declaredMerges: Partial<Record<DimensionName, readonly Steps[]>> = {
  ageBand: [
    [{ code: '0-to-10', label: '0 to 10', codes: ['0-4', '5-10'] }],
    [{ code: '11-and-over', label: '11 and over', codes: ['11-15', '16+'] }],
  ],
  distanceBand: [
    [{ code: 'up-to-10', label: 'Up to 10 miles', codes: ['up-to-5', 'over-5-to-10'] }],
    [{ code: 'over-20', label: 'Over 20 miles', codes: ['over-20-to-50', 'over-50'] }],
  ],
  placementsInYear: [[{ code: '2-or-more', label: 'Two or more', codes: ['2', '3+'] }]],
  placementType: [
    [
      {
        code: 'rarer-placements',
        label: 'A rarer placement, or not recorded',
        codes: [...otherTypes.filter((code) => !familyTypes.includes(code)), 'unknown'],
      },
      {
        code: 'all-other-placements',
        label: 'With parents, placed for adoption, a rarer placement, or not recorded',
        codes: [...otherTypes, 'unknown'],
      },
    ],
  ],
  careFamily: [
    [
      {
        code: 'all-other-families',
        label: 'With parents, placed for adoption, elsewhere, or not recorded',
        codes: ['family', 'adoption', 'other', 'unknown'],
      },
    ],
  ],
  legalStatus: [
    [
      { code: 'rarer-statuses', label: 'A rarer legal status, or not recorded', codes: rareStatuses },
      {
        code: 'all-other-statuses',
        label: 'Placement order, a rarer legal status, or not recorded',
        codes: ['E1', ...rareStatuses],
      },
    ],
  ],
  need: [
    [
      {
        code: 'rarer-needs',
        label: 'Parental illness, behaviour, low income, or not recorded',
        codes: rareNeeds,
      },
      {
        code: 'all-other-needs',
        label: 'Disability, parental illness, behaviour, low income, or not recorded',
        codes: ['N2', ...rareNeeds],
      },
    ],
  ],
  careEndReason: [
    [{ code: 'adopted', label: 'Adopted', codes: ['E11', 'E12'] }],
    [
      {
        code: 'special-guardianship',
        label: 'Special guardianship order',
        codes: ['E43', 'E44', 'E45', 'E46', 'E47', 'E48'],
      },
    ],
    [
      {
        code: 'home',
        label: 'Home, or with others who care for the child',
        codes: ['E4A', 'E4B', 'E13', 'E41'],
      },
    ],
    [{ code: 'independence', label: 'Independent living', codes: ['E5', 'E6'] }],
    [
      {
        code: 'other-ends',
        label: 'Any other reason, or not recorded',
        codes: ['E2', 'E3', 'E7', 'E8', 'E9', 'E14', 'E15', 'E16', 'E17', 'unknown'],
      },
    ],
  ],
  moveReason: [
    [
      {
        code: 'concerns',
        label: 'Allegation, standards of care, approval removed',
        codes: ['ALLEG', 'STAND', 'APPRR'],
      },
    ],
    [{ code: 'carer-asks', label: 'Carer asks', codes: ['CREQB', 'CREQO'] }],
    [
      {
        code: 'other-reasons',
        label: 'Any other reason, or not recorded',
        codes: ['CLOSE', 'CUSTOD', 'CHILD', 'LAREQ', 'PLACE', 'OTHER', 'unknown'],
      },
    ],
  ],
  ethnicity: [
    [{ code: 'other-white', label: 'White, other than White British', codes: ethnicitiesOf('W') }],
    [{ code: 'mixed', label: 'Mixed', codes: ethnicitiesOf('M') }],
    [{ code: 'asian', label: 'Asian', codes: ethnicitiesOf('A', 'C') }],
    [{ code: 'black', label: 'Black', codes: ethnicitiesOf('B') }],
    [
      {
        code: 'other-ethnicity',
        label: 'Any other ethnic group, refused, or not recorded',
        codes: otherEthnicities,
      },
    ],
  ],
}

/** What is known of the number in some codes together, by anyone who knows which groups are put together and why. */
export interface KnownNumber {
  codes: readonly string[]
  least: number
  most: number
  /** Codes of which each with 1 to 5 children allows this number to be outside that. */
  alternatives: readonly string[]
}

/**
 * Which of the groups of a table are put together: of the declared steps whose first has a code of 1 to 5 children, the first
 * step that has more than 5. None where the last has not either.
 *
 * @param codes those that the table has
 * @param numberIn how many children have one of some codes
 */
export function chooseMerges(
  dimension: DimensionName,
  codes: readonly string[],
  numberIn: (codes: readonly string[]) => number,
): { merges: Merge[]; knowledge: KnownNumber[] } {
  const merges: Merge[] = []
  const knowledge: KnownNumber[] = []
  for (const chain of declaredMerges[dimension] ?? []) {
    const steps = chain
      .map((step) => ({ ...step, codes: step.codes.filter((code) => codes.includes(code)) }))
      .filter((step) => step.codes.length > 1)
    const [first] = steps
    if (first === undefined) continue
    const rareCode = first.codes.find((code) => isSmall(numberIn([code])))
    if (rareCode === undefined) {
      for (const code of first.codes)
        if (numberIn([code]) > 0)
          knowledge.push({ codes: [code], least: largest + 1, most: Infinity, alternatives: [] })
      continue
    }
    const place = steps.findIndex((step) => !isSmall(numberIn(step.codes)))
    const smallStep = place === -1 ? steps.at(-1) : steps[place - 1]
    if (smallStep)
      knowledge.push({ codes: smallStep.codes, least: smallest, most: largest, alternatives: [] })
    else knowledge.push({ codes: [rareCode], least: smallest, most: largest, alternatives: first.codes })
    const step = steps[place]
    if (step) merges.push({ dimension, ...step })
  }
  return { merges, knowledge }
}

/** The label of each code of a group, its own or that of what is put together. */
export function groupLabels(group: Cell, merges: readonly Merge[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(group).map(([name, code]) => [
      name,
      merges.find((merge) => merge.dimension === name && merge.code === code)?.label ??
        labelsOf(name as DimensionName)[code] ??
        code,
    ]),
  )
}
