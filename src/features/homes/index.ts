import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may, type Principal } from '../../domain/access.ts'
import { codesOf, homeKinds } from '../../domain/codes.ts'
import { dateRanges, displayPostcodeOrNull, id } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

const supply = { tag: 'Supply', scopes: { read: 'homes:read', write: 'homes:write' } } as const
const homeFilter = z.object({ homeId: id.optional() })

/** Confidential addresses are shown only within the authority that owns the home, to callers with `addresses:read`. */
function maySeeAddress(
  home: { confidential: boolean; authorityCode: string },
  principal: Principal,
): boolean {
  return (
    !home.confidential || (home.authorityCode === principal.authorityCode && may(principal, 'addresses:read'))
  )
}

/** Routes of supply: providers, homes, judgements, restrictions, contracts, fees, beds and voids. */
export function registerHomes(app: FastifyInstance, { pool }: { pool: Pool }): void {
  registerResource(app, pool, {
    ...supply,
    path: 'providers',
    name: 'provider',
    description: 'Who runs homes: the authority itself, another authority, an agency or a company.',
    fields: schema.provider,
    view: schema.providerView,
    filters: z.object({}),
    store: queries.providerStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'category-variations',
    name: 'category variation',
    description:
      "Ofsted's variation of a provider's registration for supported accommodation: a category added, or taken off, on a day. Of a category that is also among the provider's `supportedCategories` these dates count.",
    fields: schema.categoryVariation,
    fixed: ['providerId', 'category'],
    view: schema.categoryVariationView,
    filters: z.object({ providerId: id.optional() }),
    store: queries.categoryVariationStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'homes',
    name: 'home',
    description:
      "A carer's household, a children's home or another place where beds are, with its registration.",
    fields: schema.home,
    happens: ['opensOn', 'closesOn'],
    view: schema.homeView,
    filters: z.object({ providerId: id.optional(), kind: z.enum(codesOf(homeKinds)).optional() }),
    store: queries.homeStore,
    present: (row, principal) => ({
      ...row,
      ...(maySeeAddress(row, principal)
        ? { postcode: displayPostcodeOrNull(row.postcode) }
        : { postcode: null, address: null }),
    }),
  })
  registerResource(app, pool, {
    ...supply,
    path: 'home-contacts',
    name: 'contact of a home',
    description:
      'Whom to ring or write to at a home: in what office, for what, in which hours. No names of people. Of a shared home that is no household, other authorities see them too. `GET /v1/homes/{id}/record` says who answers at a time of the week.',
    fields: schema.contact,
    fixed: ['homeId'],
    view: schema.contactView,
    filters: homeFilter,
    store: queries.contactStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'judgements',
    name: 'judgement',
    description:
      "Ofsted's judgement of a home, or of the provider that foster households or supported accommodation belong to, from a day on.",
    fields: schema.judgement,
    happens: ['judgedOn'],
    fixed: ['homeId', 'providerId'],
    view: schema.judgementView,
    filters: z.object({ homeId: id.optional(), providerId: id.optional() }),
    store: queries.judgementStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'home-restrictions',
    name: 'home restriction',
    description:
      'Nights on which no child may be placed in a home: suspended or restricted by Ofsted, or as the authority decides. Of a shared home, other authorities see what Ofsted imposed.',
    fields: schema.restriction,
    fixed: ['homeId'],
    view: schema.restrictionView,
    filters: homeFilter,
    store: queries.restrictionStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'contracts',
    name: 'contract',
    description: 'The contract under which a home is used over a term: block, framework or spot.',
    fields: schema.contract,
    happens: ['startsOn', 'endsOn'],
    fixed: ['homeId'],
    view: schema.contractView,
    filters: homeFilter,
    store: queries.contractStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'fees',
    name: 'fee',
    description: 'The weekly fee of a bed in a home over a term.',
    fields: schema.fee,
    happens: ['startsOn', 'endsOn'],
    fixed: ['homeId'],
    view: schema.feeView,
    filters: homeFilter,
    store: queries.feeStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'beds',
    name: 'bed',
    description: 'A bed (Ofsted: a place), which exists over its open nights.',
    fields: schema.bed,
    happens: ['opensOn', 'closesOn'],
    fixed: ['homeId'],
    view: schema.bedView,
    filters: homeFilter,
    store: queries.bedStore,
  })
  registerResource(app, pool, {
    ...supply,
    path: 'voids',
    name: 'void',
    description: 'Nights on which a bed is out of use, and why. A bed is in one use at a time.',
    fields: schema.bedVoid,
    happens: ['startsOn', 'endsOn'],
    fixed: ['bedId'],
    view: schema.bedVoidView,
    filters: z.object({
      bedId: id.optional(),
      reason: schema.bedVoid.shape.reason.optional(),
      ...dateRanges('startsOn', 'endsOn'),
    }),
    store: queries.voidStore,
  })
}
