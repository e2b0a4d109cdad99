import { z } from 'zod'
import {
  accepts,
  accommodationCategories,
  bedKinds,
  codesOf,
  contractKinds,
  ethnicities,
  faiths,
  homeKinds,
  ofstedGrades,
  restrictionKinds,
  sectors,
  voidReasons,
} from '../../domain/codes.ts'
import { weekdays } from '../../domain/contact-hours.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import {
  capability,
  civilDate,
  id,
  language,
  ofstedUrn,
  postcode,
  recordFields,
  weeklyMoney,
  words,
} from '../../platform/http/fields.ts'
import { contactFacts } from '../../engines/contacts/schema.ts'

const age = z.number().int().min(0).max(25)

export const provider = z.object({
  name: words(200)
    .describe('Name of the organisation, or of the fostering service.')
    .meta({ examples: ['Cedar Fostering'] }),
  sector: z
    .enum(codesOf(sectors))
    .describe('Whose provision it is; with the kind of home it decides the placement type.'),
  ofstedUrn: ofstedUrn.nullish().describe("The agency's Ofsted unique reference number."),
  supportedRegisteredOn: civilDate
    .nullish()
    .describe(
      'The day from which Ofsted has it registered for supported accommodation; null while it is not. Children in accommodation that it does not cover on a night count as unregistered.',
    ),
  supportedRegistrationEndedOn: civilDate.nullish().describe('The day on which that registration ended.'),
  supportedCategories: z
    .array(z.enum(codesOf(accommodationCategories)))
    .max(4)
    .optional()
    .describe(
      'The categories of supported accommodation that it is registered for from that day on. One that was added or taken off later has a record of `/v1/category-variations`.',
    ),
})
export const providerView = z.object({
  ...recordFields,
  name: z.string(),
  sector: z.string(),
  ofstedUrn: z.string().nullable(),
  supportedRegisteredOn: z.string().nullable(),
  supportedRegistrationEndedOn: z.string().nullable(),
  supportedCategories: z.array(z.string()),
})

export const categoryVariation = z.object({
  providerId: id,
  category: z.enum(codesOf(accommodationCategories)),
  addedOn: civilDate
    .nullish()
    .describe('The first night on which it is of the registration; left out where it is from the start.'),
  removedOn: civilDate.nullish().describe('The first night on which it no longer is.'),
})
export const categoryVariationView = z.object({
  ...recordFields,
  providerId: z.string(),
  category: z.string(),
  addedOn: z.string().nullable(),
  removedOn: z.string().nullable(),
})

export const home = z.object({
  providerId: id,
  name: words(200)
    .describe("Name of the home; for a carer's household its reference, never the carer's name.")
    .meta({ examples: ['Household 0412'] }),
  kind: z.enum(codesOf(homeKinds)),
  ofstedUrn: ofstedUrn
    .nullish()
    .describe(
      "Ofsted's unique reference number. Children's homes of one provider with the same number are one registration over several buildings, four at most; its places are counted over all of them.",
    ),
  address: words(300)
    .nullish()
    .describe('Number, street and town, for those who must drive there; the postcode is a field of its own.')
    .meta({ examples: ['12 Mill Lane, Crewe'] }),
  postcode: postcode.nullish().describe('Where it is; decides distance and whether it is in the authority.'),
  confidential: z
    .boolean()
    .optional()
    .describe("Whether the address is confidential; a carer's household always is, said or left out."),
  shared: z.boolean().optional().describe('Whether other authorities see the home and its free beds.'),
  registeredPlaces: z
    .number()
    .int()
    .min(1)
    .max(200)
    .nullish()
    .describe(
      'Places it is registered or approved for, whatever beds it has. Of one registration over several buildings: its places over all of them, on each. While they say different numbers the smallest counts.',
    ),
  ageFrom: age.optional().describe('Youngest age it is registered for. Supported accommodation: 16 or more.'),
  ageTo: age.optional().describe('Oldest age it is registered for, inclusive.'),
  accepts: z.enum(codesOf(accepts)).optional(),
  capabilities: z
    .array(capability)
    .max(50)
    .optional()
    .describe('Needs that it can meet.')
    .meta({ examples: [['wheelchair-access', 'autism']] }),
  takesSiblings: z.boolean().optional(),
  takesEmergencies: z.boolean().optional(),
  takesParentAndChild: z
    .boolean()
    .optional()
    .describe(
      'Whether it is registered, or the carer approved, for a parent with their child. A family centre is always.',
    ),
  opensOn: civilDate.describe('First night; in the future while it is planned.'),
  closesOn: civilDate.nullish().describe('First night closed; null while it is to stay open.'),
  registeredOn: civilDate
    .nullish()
    .describe(
      "Of a children's home: the day from which it is registered with Ofsted. Null means unregistered, and children there count so in every figure. Supported accommodation is registered by its provider.",
    ),
  registrationEndedOn: civilDate.nullish().describe('The day on which that registration ended.'),
  accommodationCategory: z
    .enum(codesOf(accommodationCategories))
    .nullish()
    .describe(
      'Of supported accommodation: which of Ofsted’s categories it is, which its provider must be registered for.',
    ),
  faiths: z
    .array(z.enum(codesOf(faiths)))
    .max(8)
    .nullish()
    .describe('Religions lived there; empty where none is, null while it is not known.'),
  languages: z.array(language).max(20).nullish().describe('Languages spoken there, likewise.'),
  cultures: z
    .array(z.enum(codesOf(ethnicities)))
    .max(20)
    .nullish()
    .describe('Ethnic backgrounds of those who care there (SSDA903 ETHNIC), likewise.'),
  longTerm: z.boolean().nullish().describe('Whether a child can stay until grown up; null while not known.'),
  mockingbirdHubId: id.nullish().describe('The hub home of its Mockingbird constellation.'),
})
export const homeView = z.object({
  ...recordFields,
  providerId: z.string(),
  name: z.string(),
  kind: z.string(),
  placementType: z.enum(placementTypeCodes).describe('Follows from the kind and the sector of the provider.'),
  ofstedUrn: z.string().nullable(),
  address: z
    .string()
    .nullable()
    .describe('Null, like the postcode, where it is confidential and the token lacks `addresses:read`.'),
  postcode: z
    .string()
    .nullable()
    .describe('Null where it is confidential and the token lacks `addresses:read`.'),
  locatedAuthorityCode: z
    .string()
    .nullable()
    .describe('Upper-tier authority of the postcode; null when unknown.'),
  confidential: z.boolean(),
  shared: z.boolean(),
  registeredPlaces: z.number().nullable(),
  ageFrom: z.number(),
  ageTo: z.number(),
  accepts: z.string(),
  capabilities: z.array(z.string()),
  takesSiblings: z.boolean(),
  takesEmergencies: z.boolean(),
  takesParentAndChild: z.boolean(),
  opensOn: z.string(),
  closesOn: z.string().nullable(),
  registeredOn: z.string().nullable(),
  registrationEndedOn: z.string().nullable(),
  accommodationCategory: z.string().nullable(),
  faiths: z.array(z.string()).nullable(),
  languages: z.array(z.string()).nullable(),
  cultures: z.array(z.string()).nullable(),
  longTerm: z.boolean().nullable(),
  mockingbirdHubId: z.string().nullable(),
})

export const restriction = z.object({
  homeId: id,
  kind: z.enum(codesOf(restrictionKinds)),
  startsOn: civilDate.describe('First night.'),
  endsOn: civilDate.nullish().describe('First night on which a child may be placed again.'),
})
export const restrictionView = z.object({
  ...recordFields,
  homeId: z.string(),
  kind: z.string(),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
})

export const judgement = z.object({
  homeId: id.nullish().describe('The home judged; or give providerId for an agency.'),
  providerId: id.nullish(),
  judgedOn: civilDate,
  grade: z
    .enum(codesOf(ofstedGrades))
    .describe(
      'One of the four grades; or, of a provider of supported accommodation, one of the three outcomes that Ofsted gives since September 2024 (`consistently-strong`, `inconsistent`, `serious-or-widespread-weaknesses`). A home is judged on the scale of its kind.',
    ),
})
export const judgementView = z.object({
  ...recordFields,
  homeId: z.string().nullable(),
  providerId: z.string().nullable(),
  judgedOn: z.string(),
  grade: z.string(),
})

const term = { startsOn: civilDate, endsOn: civilDate.nullish().describe('First day no longer in force.') }
const termView = { startsOn: z.string(), endsOn: z.string().nullable() }

export const contract = z.object({
  homeId: id,
  kind: z.enum(codesOf(contractKinds)),
  bedsBought: z.number().int().min(1).max(200).nullish().describe('Beds that a block contract buys.'),
  ...term,
})
export const contractView = z.object({
  ...recordFields,
  homeId: z.string(),
  kind: z.string(),
  bedsBought: z.number().nullable(),
  ...termView,
})

export const fee = z.object({ homeId: id, weeklyFee: weeklyMoney, ...term })
export const feeView = z.object({ ...recordFields, homeId: z.string(), weeklyFee: z.number(), ...termView })

export const bed = z.object({
  homeId: id,
  label: words(60).meta({ examples: ['Room 2'] }),
  kind: z.enum(codesOf(bedKinds)).optional(),
  opensOn: civilDate.describe('First night it can be used.'),
  closesOn: civilDate.nullish().describe('First night it can no longer be used.'),
})
export const bedView = z.object({
  ...recordFields,
  homeId: z.string(),
  label: z.string(),
  kind: z.string(),
  opensOn: z.string(),
  closesOn: z.string().nullable(),
})

export const bedVoid = z.object({
  bedId: id,
  reason: z.enum(codesOf(voidReasons)),
  detail: words(1000).nullish().describe('In words; required for the reason `other`. Nothing about a child.'),
  startsOn: civilDate.describe('First night out of use.'),
  endsOn: civilDate.nullish().describe('First night in use again; null while unknown.'),
  placementId: id
    .nullish()
    .describe(
      'Of solo occupancy: the placement of the child who lives alone. The void is no longer than the placement: it ends, moves and is undone with it.',
    ),
})
export const bedVoidView = z.object({
  ...recordFields,
  bedId: z.string(),
  reason: z.string(),
  detail: z.string().nullable(),
  ...termView,
  placementId: z.string().nullable(),
})

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day, such as 09:30')
  .meta({ examples: ['17:00'] })

export const contact = z.object({
  homeId: id,
  position: z.number().int().min(1).max(99).optional().describe('In which order contacts are rung: 1 first.'),
  office: words(100)
    .describe('In what office someone answers, never who it is.')
    .meta({ examples: ['Registered manager'] }),
  purpose: words(200)
    .describe('What they are there for.')
    .meta({ examples: ['Placements out of hours'] }),
  phone: z
    .string()
    .trim()
    .regex(/^[+0-9][0-9 ()-]{4,24}$/, 'is not a telephone number, such as 01270 000000')
    .meta({ examples: ['01270 000000'] })
    .nullish(),
  email: z
    .email()
    .max(254)
    .meta({ examples: ['duty@example.org'] })
    .nullish(),
  hours: z
    .array(
      z.strictObject({
        days: z.array(z.enum(weekdays)).min(1).max(7),
        from: timeOfDay,
        to: timeOfDay.describe(
          'When they stop answering; one that is not later than from is on the next day.',
        ),
      }),
    )
    .max(14)
    .optional()
    .describe('When they answer, by the clock of the United Kingdom. Left out or empty: at any time.'),
})
export const contactView = z.object({ ...recordFields, homeId: z.string(), ...contactFacts })
