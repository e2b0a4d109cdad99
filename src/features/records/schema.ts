import { z } from 'zod'
import {
  accepts,
  bedKinds,
  codesOf,
  homeKinds,
  restrictionKinds,
  relations,
  sectors,
  voidReasons,
} from '../../domain/codes.ts'
import { weekdays } from '../../domain/contact-hours.ts'
import { requestStatuses } from '../../domain/lifecycle/request.ts'
import { holdStatuses } from '../../domain/lifecycle/hold.ts'
import { panelOutcomes } from '../../domain/panels/codes.ts'
import { caseStatuses } from '../../domain/panels/lifecycle.ts'
import { placementStatuses } from '../../domain/placement-status.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { attentionRowView } from '../../engines/attention/schema.ts'
import { circumstances } from '../../engines/care-record/circumstances-schema.ts'
import { placeJudged } from '../../engines/matching/place-judged.ts'
import { homeContact } from '../../engines/contacts/schema.ts'
import { brokenMustView, gateView } from '../../engines/gates/schema.ts'
import { ageTo } from '../../platform/http/fields.ts'

const code = <Table extends Record<string, unknown>>(table: Table) => z.enum(codesOf(table))
const homeName = z
  .object({ id: z.string(), name: z.string() })
  .nullable()
  .describe('Null where there is no recorded home, or none that the authority sees.')
const type = z.enum(placementTypeCodes)

const placementLine = z.object({
  id: z.string(),
  type,
  title: z.string().describe('What the type is called.'),
  layer: z.enum(['usual', 'temporary']).describe('temporary: a stay over the usual placement.'),
  status: z.enum(placementStatuses),
  home: homeName,
  from: z.string().nullable().describe('When it started, or is planned to.'),
  to: z.string().nullable().describe('When it ended, or is planned to; null for no end.'),
  startedBefore: z
    .boolean()
    .describe('It began before `from`, and nobody knows when: `from` is the first day known of.'),
  nights: z
    .number()
    .int()
    .nullable()
    .describe('Nights spent there by today, at least those known of; null before it starts.'),
  endReason: z.string().nullable().describe('In words (SSDA903 REASON_PLACE_CHANGE).'),
  unplanned: z
    .boolean()
    .nullable()
    .describe('Whether the ending was unplanned; null while it has not ended.'),
  distanceMiles: z.number().nullable(),
  emergency: z.boolean(),
  recordedAsHappened: z.string().nullable(),
  movedFromId: z.string().nullable(),
  movedToId: z.string().nullable(),
  requestId: z.string().nullable(),
  gates: z
    .array(gateView)
    .describe('Of a placement to come or going on: the gates of the law before it. Empty for others.'),
  notice: z
    .object({ givenBy: z.string(), givenOn: z.string(), endsOn: z.string() })
    .nullable()
    .describe('The notice in force; null where none is given.'),
  brokenMusts: z.array(brokenMustView).describe('The musts of the child that it breaks, in the same way.'),
  href: z.string(),
})

const libertyOrder = z.object({
  id: z.string(),
  kind: z.string(),
  from: z.string(),
  until: z.string().describe('The day on which it runs out.'),
})

export const childRecord = z.object({
  asAt: z.string().describe('The day of which it speaks: today.'),
  child: z.object({
    id: z.string(),
    reference: z.string(),
    upn: z.string().nullable(),
    dateOfBirth: z.string(),
    sex: z.string(),
    ethnicity: z.string(),
    uasc: z.boolean(),
    disabled: z.boolean().nullable(),
    homePostcode: z.string().nullable(),
    schoolPostcode: z.string().nullable(),
    age: z.number().int(),
    eighteenOn: z.string(),
    daysTo18: z.number().int().describe('0 on the eighteenth birthday, negative after it.'),
    href: z.string(),
  }),
  care: z
    .object({
      id: z.string(),
      startedOn: z.string(),
      startedBefore: z
        .boolean()
        .describe('Care began before startedOn, and nobody knows when: it is the first day known of.'),
      endedOn: z.string().nullable(),
      endToConfirm: z.boolean().describe('Care has ended, and endedOn is the earliest day that it can have.'),
      endReason: z.string().nullable(),
    })
    .nullable()
    .describe('The latest period of care; null where none is recorded.'),
  legal: z
    .object({
      id: z.string(),
      status: z.string(),
      label: z.string(),
      since: z.string(),
      allows: z.string().describe('What the status makes possible.'),
      clock: z
        .object({
          regulation: z.string(),
          limitOn: z.string().describe('The day on which it runs out.'),
          extendedLimitOn: z
            .string()
            .nullable()
            .describe('Where a court can extend it: the last day of that.'),
          daysLeft: z.number().int().describe('Days to the limit; negative once past.'),
        })
        .nullable()
        .describe('Null where the law sets the status no limit of days.'),
    })
    .nullable()
    .describe('The legal status in force today; null where none is.'),
  libertyOrders: z.array(libertyOrder).describe('Orders on the child’s liberty, in force or to come.'),
  attention: z.array(attentionRowView).describe('What must be acted on about the child, the gravest first.'),
  ...circumstances.shape,
  areasToAvoid: z
    .array(placeJudged)
    .describe('Each place to avoid, judged against the home where the child lives.'),
  connections: z.array(
    z.object({ id: z.string(), relation: code(relations), title: z.string(), home: homeName }),
  ),
  moves: z
    .number()
    .int()
    .describe('Moves in the last 12 months: changes of carer, the entry to care not counted.'),
  placements: z.array(placementLine).describe('Every placement, to come, going on and over; latest first.'),
  requests: z.array(
    z.object({
      id: z.string(),
      status: z.enum(requestStatuses),
      urgency: z.string(),
      receivedOn: z.string(),
      neededFrom: z.string(),
      latestStart: z.string().nullable(),
      childIds: z.array(z.string()),
      href: z.string(),
    }),
  ),
  holds: z.array(
    z.object({
      id: z.string(),
      status: z.enum(holdStatuses),
      bedId: z.string(),
      home: homeName,
      from: z.string(),
      to: z.string().nullable(),
      expiresAt: z.string(),
      requestId: z.string().nullable(),
      href: z.string(),
    }),
  ),
  siblings: z.array(
    z.object({
      childId: z.string(),
      reference: z.string(),
      age: z.number().int(),
      inCare: z.boolean(),
      placementId: z.string().nullable(),
      type: type.nullable().describe('Where the sibling lives today; null where none is recorded.'),
      home: homeName,
      together: z.boolean().describe('Whether they live in one home.'),
      milesApart: z
        .number()
        .nullable()
        .describe('Straight-line miles; null where either place is not known.'),
    }),
  ),
  panels: z
    .array(
      z.object({
        id: z.string(),
        panelTitle: z.string(),
        heldOn: z.string(),
        purpose: z.string(),
        question: z.string(),
        status: z.enum(caseStatuses),
        outcome: code(panelOutcomes).nullable(),
        decidedOn: z.string().nullable(),
        reasons: z.string().nullable(),
        conditions: z.string().nullable(),
        openActions: z.number().int(),
        href: z.string(),
      }),
    )
    .nullable()
    .describe('Cases before panels with the decision that stands; null without the scope `panels:read`.'),
  actions: z
    .array(
      z.object({
        record: z.enum(['placement-request', 'hold', 'placement', 'panel-case']),
        id: z.string(),
        action: z.string(),
        open: z.boolean(),
        why: z.string().nullable().describe('Why it is not open; null when it is.'),
        href: z.string().describe('Where to POST it.'),
      }),
    )
    .describe('What can be done about whatever is not over and, for the rest, why not.'),
})
export type WholeChild = z.output<typeof childRecord>

const bedState = z.enum(['free', 'occupied', 'agreed', 'held', 'void', 'taken', 'closed'])
const beds = (what: string) => z.number().int().min(0).describe(what)
const counts = {
  free: beds('Beds that are free.'),
  occupied: beds('Beds with someone in them.'),
  agreed: beds('Beds of placements agreed that have not started.'),
  held: beds('Beds held for someone.'),
  void: beds('Beds out of use.'),
  taken: beds(
    'Beds of another authority’s home that are in some use; in which, is for that authority to see.',
  ),
}
const voidReason = code(voidReasons)

export const homeRecord = z.object({
  asAt: z.string().describe('The day of which it speaks: today.'),
  home: z.object({
    id: z.string(),
    name: z.string(),
    kind: code(homeKinds),
    type,
    title: z.string().describe('What the type is called.'),
    provider: z
      .object({
        id: z.string(),
        name: z.string(),
        sector: code(sectors),
        ofstedUrn: z.string().nullable(),
      })
      .nullable(),
    area: z.object({ code: z.string(), name: z.string() }).nullable(),
    postcode: z
      .string()
      .nullable()
      .describe('Null where it is confidential and the token lacks `addresses:read`, or not known.'),
    address: z.string().nullable().describe('In the same way.'),
    confidential: z.boolean(),
    opensOn: z.string(),
    closesOn: z.string().nullable(),
    capabilities: z.array(z.string()),
    href: z.string(),
  }),
  ringNow: z
    .object({
      weekday: z.enum(weekdays),
      time: z.string(),
      contacts: z
        .array(homeContact)
        .describe('Those who answer the telephone then, in the order of ringing.'),
    })
    .describe('Whom to ring at the time asked about: now, unless `weekday` and `time` say otherwise.'),
  contacts: z.array(homeContact),
  attention: z.array(attentionRowView).describe('What must be acted on about the home, the gravest first.'),
  registration: z.object({
    registered: z
      .boolean()
      .describe('Whether a registration covers tonight, where the kind of home needs one.'),
    ofstedUrn: z.string().nullable(),
    registeredOn: z.string().nullable(),
    endedOn: z.string().nullable(),
    accommodationCategory: z.string().nullable(),
  }),
  terms: z
    .object({
      places: z.number().int().nullable(),
      ageFrom: z.number().int(),
      ageTo: z.number().int().describe('The oldest age taken.'),
      accepts: code(accepts),
      takesSiblings: z.boolean(),
      takesEmergencies: z.boolean(),
    })
    .describe('What it is registered for or, of a household, approved for.'),
  tonight: z.object(counts),
  nights: z
    .array(
      z.object({ from: z.string(), to: z.string().describe('The day after the last night.'), ...counts }),
    )
    .describe('The next eight weeks, as runs of nights on which the beds are in the same states.'),
  beds: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      kind: code(bedKinds),
      runs: z.array(
        z.object({
          from: z.string(),
          to: z.string(),
          state: bedState,
          reason: voidReason.nullable().describe('Of a void: why.'),
        }),
      ),
    }),
  ),
  residents: z
    .array(
      z.object({
        age: z.number().int(),
        ageTo,
        sex: z.string(),
        childId: z
          .string()
          .nullable()
          .describe('Null without the scope `children:read`, and of other authorities’ children.'),
        reference: z.string().nullable(),
        placementId: z.string().nullable(),
        since: z.string().nullable(),
        plannedTo: z.string().nullable(),
      }),
    )
    .describe('Who lives there today, the youngest first.'),
  voids: z
    .array(
      z.object({
        group: z.string(),
        curedBy: z.string().describe('Who can end them.'),
        voids: z.array(
          z.object({
            id: z.string(),
            bedId: z.string(),
            bed: z.string(),
            reason: voidReason,
            title: z.string(),
            detail: z.string().nullable(),
            from: z.string(),
            to: z.string().nullable(),
          }),
        ),
      }),
    )
    .describe('Beds out of use, now or to come, by who can end that.'),
  restrictions: z.array(
    z.object({
      id: z.string(),
      kind: code(restrictionKinds),
      title: z.string(),
      from: z.string(),
      to: z.string().nullable(),
    }),
  ),
  carerApprovals: z
    .array(
      z.object({
        id: z.string(),
        kind: z.string(),
        from: z.string(),
        until: z.string().nullable(),
        childId: z.string().nullable(),
      }),
    )
    .describe('Approvals of the household as connected carers, in force or to come.'),
  termsExemptions: z.array(
    z.object({
      id: z.string(),
      childId: z.string().nullable(),
      from: z.string(),
      to: z.string(),
      reason: z.string(),
    }),
  ),
  judgements: z
    .array(
      z.object({
        id: z.string(),
        about: z.enum(['home', 'provider']),
        grade: z.string(),
        judgedOn: z.string(),
      }),
    )
    .describe('The latest of the home and of its provider.'),
  fees: z
    .array(z.object({ id: z.string(), weeklyFee: z.number(), from: z.string(), to: z.string().nullable() }))
    .describe('Pounds a week, in force or to come; of the authority’s own homes alone.'),
})
export type WholeHome = z.output<typeof homeRecord>

/** A home on the board of vacancies. */
export const boardHome = z.object({
  home: homeRecord.shape.home
    .pick({ id: true, name: true, kind: true, type: true, title: true, area: true, href: true })
    .extend({
      provider: z.object({ id: z.string(), name: z.string(), sector: code(sectors) }).nullable(),
      ...homeRecord.shape.terms.pick({
        ageFrom: true,
        ageTo: true,
        accepts: true,
        takesSiblings: true,
        takesEmergencies: true,
      }).shape,
      restriction: code(restrictionKinds)
        .nullable()
        .describe(
          'Why no child may be placed there tonight, whatever beds are free; null where nothing says so.',
        ),
    }),
  beds: z.number().int().describe('Beds that are open on some night of the eight weeks.'),
  tonight: homeRecord.shape.tonight,
  nights: homeRecord.shape.nights,
})
