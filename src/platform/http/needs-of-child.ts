import { z } from 'zod'
import { codesOf, ethnicities, faiths } from '../../domain/codes.ts'
import {
  needFieldNames,
  needFields,
  type KnownNeeds,
  type NeedField,
} from '../../domain/matching/needs-of-child.ts'
import { livingWith, suitabilities } from '../../domain/referral.ts'
import { area, capability, language } from './fields.ts'

/** Schemas of answers that referrals use too. */
export const needAnswers = {
  livingWith: z.enum(codesOf(livingWith)).nullish(),
  suitability: z.enum(codesOf(suitabilities)).nullish(),
}
const { suitability } = needAnswers

/**
 * The schemas of a child's needs, which decide what home fits: shared by the child's record and by a search. A field that
 * is left out is not known.
 */
export const needsOfChild = {
  livingWith: needAnswers.livingWith.describe('With whom the child can live.'),
  capabilities: z
    .array(capability)
    .max(20)
    .optional()
    .describe('Needs that the home must be able to meet, as its `capabilities` name them.'),
  preferredCapabilities: z
    .array(capability)
    .max(20)
    .optional()
    .describe('Needs that it had better meet: they earn points and rule nothing out.'),
  fostering: suitability.describe(
    'Whether foster care suits. Unsuitable rules it out; preferred earns points.',
  ),
  residential: suitability.describe('Whether residential care suits, in the same way.'),
  supported: suitability.describe('Whether supported accommodation suits, in the same way.'),
  placesToAvoid: z
    .array(
      z.strictObject({
        place: area,
        miles: z.number().min(0).max(100).default(0).describe('How far around it.'),
      }),
    )
    .max(20)
    .optional()
    .describe('A postcode, sector or district, and the miles around it, in which no home is offered.'),
  placesThatMatter: z
    .array(area)
    .max(10)
    .optional()
    .describe('Postcodes, sectors or districts where the child must be often.'),
  faith: z.enum(codesOf(faiths)).nullish(),
  languages: z.array(language).max(10).optional().describe('Languages to be spoken at home (ISO 639).'),
  culture: z
    .enum(codesOf(ethnicities))
    .nullish()
    .describe('Background that carers had better share (SSDA903 ETHNIC), where it matters to the child.'),
  longTerm: z.boolean().nullish().describe('Whether the plan is for the child to stay until grown up.'),
  withParent: z
    .boolean()
    .nullish()
    .describe(
      'Whether a parent who is not looked after comes to the home with the child: only homes that take parent and child are offered. A parent who is looked after has a record of their own, which the `parentId` of the child names.',
    ),
} satisfies { [Field in NeedField]: z.ZodType<KnownNeeds[Field] | null | undefined> }

const views = {
  code: z.string().nullable(),
  flag: z.boolean().nullable(),
  codes: z.array(z.string()),
  places: z.array(z.object({ place: z.string(), miles: z.number() })),
}
type NeedViews = { [Field in NeedField]: (typeof views)[(typeof needFields)[Field]['kind']] }

/** The schemas of a child's needs in answers. */
export const needViews = Object.fromEntries(
  needFieldNames.map((field) => [field, views[needFields[field].kind]]),
) as NeedViews
