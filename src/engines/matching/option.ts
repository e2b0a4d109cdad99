import { z } from 'zod'
import { bedKinds, codesOf, homeKinds, sectors } from '../../domain/codes.ts'
import { musts, preferences } from '../../domain/matching/criteria.ts'
import { judgeOption } from '../../domain/matching/judge-option.ts'
import type { Profile } from '../../domain/matching/profile.ts'
import type { Need } from '../../domain/matching/types.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { displayPostcodeOrNull, id } from '../../platform/http/fields.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { contactsOfHomes } from '../contacts/queries.ts'
import { homeContact } from '../contacts/schema.ts'
import { gatesAhead } from '../gates/ahead.ts'
import { gateAhead } from '../gates/schema.ts'
import type { Understood } from './need.ts'
import type { FoundOption } from './queries/options.ts'

const bed = z.object({ id, label: z.string(), kind: z.enum(codesOf(bedKinds)) })

export const criterionId = z.enum([...musts, ...preferences].map((criterion) => criterion.id))

const reason = z.object({
  criterion: criterionId,
  kind: z.enum(['must', 'prefer']),
  met: z.boolean().nullable().describe('Null where it cannot be told: `detail` says what to find out.'),
  points: z.number().int().describe('The points of all reasons add up to the score.'),
  detail: z.string().meta({ examples: ['4.2 miles from home.'] }),
})

/** An option in an answer: a home with a free bed for each child. */
export const option = z.object({
  bed: bed.describe('The bed; for brothers and sisters, that of the first child.'),
  beds: z.array(bed).describe('A bed for each child, in the order of the search.'),
  home: z.object({
    id,
    name: z.string(),
    kind: z.enum(codesOf(homeKinds)),
    provider: z.object({ id, name: z.string(), sector: z.enum(codesOf(sectors)) }),
    area: z
      .object({ code: z.string(), name: z.string() })
      .nullable()
      .describe('The authority that it is in; null where that is not known.'),
    postcode: z.string().nullable().describe('Null where the address is confidential, whatever the token.'),
    confidential: z.boolean(),
  }),
  type: z.enum(placementTypeCodes),
  distanceMiles: z
    .number()
    .nullable()
    .describe(
      "From home; of brothers and sisters, the furthest. Null where it is not known. Of another authority's confidential home, whole miles from the middle of the grid square it is in.",
    ),
  schoolMiles: z.number().nullable().describe('From school, in the same way.'),
  inAuthority: z.boolean().nullable(),
  weeklyCost: z
    .number()
    .nullable()
    .describe('Pounds a week for each child, on the first night; null where no fee is known.'),
  solo: z
    .object({
      bedsLost: z
        .number()
        .int()
        .describe('Other beds of the home, free on some of the nights, that stay empty.'),
      weeklyCost: z
        .number()
        .nullable()
        .describe('Pounds a week for those beds, at the fee for each; null where no fee is known.'),
    })
    .nullable()
    .describe(
      'Of a child who is to live alone in a bigger home: what that costs besides. An agreement or start with `solo` puts those beds out of use. Null where there is none.',
    ),
  ofstedGrade: z
    .string()
    .describe('`unknown` where no judgement is recorded.')
    .meta({ examples: ['good'] }),
  score: z.number().int(),
  reasons: z.array(reason),
  gates: z
    .array(gateAhead)
    .describe(
      'What the law, or the authority, puts before a placement there: who opens each, and whether it may start first in an emergency. Empty: nothing.',
    ),
  contacts: z
    .array(homeContact)
    .describe(
      'Whom to ring about it, in the order of ringing; `GET /v1/homes/{id}/record` says who answers now.',
    ),
})

export type OptionView = z.output<typeof option>

/** Options as the response shows them: each with its score, every reason for and against it, the gates before it and whom to ring. */
export async function presentOptions(
  tx: Tx,
  { search, need, profile }: Pick<Understood, 'search' | 'need' | 'profile'>,
  candidates: readonly FoundOption[],
): Promise<OptionView[]> {
  const { children, from, to, stay, homePostcode, emergency = stay === 'emergency' } = search
  const coming = children.map((child, index) => ({
    ...child,
    withParent: need.children[index]?.parent !== undefined,
  }))
  const gates = await gatesAhead(
    tx,
    candidates.map(({ beds }) => ({
      ...{ beds, children: coming, from, to, emergency, homePostcode },
      ...(stay === 'short-break' && { placementType: stay }),
    })),
    need.today,
  )
  const contacts = await contactsOfHomes(tx, [...new Set(candidates.map(({ home }) => home.id))])
  return candidates.map((candidate, index) => ({
    ...judgedOption(need, candidate, profile),
    gates: gates[index]!,
    contacts: contacts.get(candidate.home.id) ?? [],
  }))
}

function judgedOption(
  need: Need,
  candidate: FoundOption,
  profile: Profile,
): Omit<OptionView, 'gates' | 'contacts'> {
  const { score, reasons } = judgeOption(need, candidate, profile)
  const beds = candidate.beds.map(({ id, label, kind }) => ({ id, label, kind }))
  return {
    bed: beds[0]!,
    beds,
    home: { ...candidate.home, postcode: displayPostcodeOrNull(candidate.home.postcode) },
    type: candidate.type,
    distanceMiles: candidate.homeMiles,
    schoolMiles: candidate.schoolMiles,
    inAuthority: candidate.inAuthority,
    weeklyCost: candidate.weeklyCost,
    solo: soloUse(candidate),
    ofstedGrade: candidate.ofstedGrade ?? 'unknown',
    score,
    reasons,
  }
}

/** The beds that a child who lives alone keeps empty in a bigger home, and their price; null where there are none. */
function soloUse({
  otherBeds,
  weeklyCost,
}: Pick<FoundOption, 'otherBeds' | 'weeklyCost'>): OptionView['solo'] {
  if (!otherBeds) return null
  const price = weeklyCost === null ? null : Math.round(otherBeds * weeklyCost * 100) / 100
  return { bedsLost: otherBeds, weeklyCost: price }
}
