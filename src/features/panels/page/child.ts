import { faiths, ethnicities } from '../../../domain/codes.ts'
import { consultedViews, introductionOutcomes } from '../../../domain/consultation.ts'
import { offices, type Office } from '../../../domain/gates/offices.ts'
import { livingWith, riskLevels, suitabilities } from '../../../domain/referral.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import type { Pack } from '../schema.ts'
import { facts, tableOf } from '../../../platform/http/print/tables.ts'
import { areaName, day, orUnknown, title } from './words.ts'

type Case = Pack['cases'][number]
type Circumstances = Case['circumstances']
type Needs = NonNullable<Circumstances['needs']>

const codeLabel = (labels: Readonly<Record<string, string>>, code: string | null) =>
  code === null ? null : (labels[code] ?? title(code))

/** The plan for permanence as recorded. */
export function planWords(plan: Circumstances['carePlan']): string {
  if (plan === null) return 'No plan is recorded'
  const parallel = plan.parallelTitle === null ? '' : ` In parallel: ${plan.parallelTitle}.`
  const target = plan.achieveBy === null ? '' : ` To be achieved by ${day(plan.achieveBy)}.`
  return `${plan.title}. Agreed on ${day(plan.agreedOn)} by: ${plan.agreedBy}.${parallel}${target}`
}

/** Each need that is recorded, with its name. */
function needPairs(needs: Needs): (readonly [string, Content])[] {
  const pairs: (readonly [string, string | null])[] = [
    ['Lives with', codeLabel(livingWith, needs.livingWith)],
    ['Areas to avoid', needs.placesToAvoid.map(areaName).join('; ')],
    ['The home must be able to meet', needs.capabilities.map(title).join(', ')],
    ['The home had better meet', needs.preferredCapabilities.map(title).join(', ')],
    ['Foster care', codeLabel(suitabilities, needs.fostering)],
    ['Residential care', codeLabel(suitabilities, needs.residential)],
    ['Supported accommodation', codeLabel(suitabilities, needs.supported)],
    ['Must be often in', needs.placesThatMatter.join(', ')],
    ['Faith', codeLabel(faiths, needs.faith)],
    ['Languages', needs.languages.join(', ')],
    ['Culture', codeLabel(ethnicities, needs.culture)],
    ['To stay until grown up', needs.longTerm === null ? null : needs.longTerm ? 'Yes' : 'No'],
  ]
  return pairs.filter(([, value]) => value)
}

/** What the panel must know of the child: wishes, needs, dangers, who was consulted, what stands against the placement. */
export function childPart({ circumstances, gates, brokenMusts }: Case): Html {
  const { needs, dangers, separations, wishes, consultations, introductions, overrides } = circumstances
  const pairs = needs === null ? [] : needPairs(needs)
  return html`<h3>What the child wishes</h3>
    ${tableOf(
      ['About', 'Wish', 'Heard', 'By'],
      wishes.map((wish) => [wish.title, wish.wish, day(wish.heardOn), wish.heardBy]),
      'No wish is recorded: hear the child.',
    )}
    <h3>What the child needs</h3>
    ${pairs.length === 0 ? html`<p>No needs are recorded.</p>` : facts(pairs)}
    <h3>Dangers</h3>
    ${tableOf(
      ['Risk', 'Level', 'Said'],
      dangers.map((danger) => [danger.title, riskLevels[danger.level], day(danger.saidOn)]),
      'No risk is recorded in a placement request.',
    )}
    ${tableOf(
      ['Must not live with', 'Why', 'From', 'Until'],
      separations.map((apart) => [
        apart.reference,
        apart.title,
        day(apart.from),
        apart.to === null ? 'No end' : day(apart.to),
      ]),
      'There is no child with whom this one must not live.',
    )}
    <h3>Who was consulted</h3>
    ${tableOf(
      ['Who', 'View', 'What they said', 'About', 'When'],
      consultations.map((consultation) => [
        consultation.title,
        consultedViews[consultation.view],
        consultation.said,
        orUnknown(consultation.home?.name ?? null),
        day(consultation.consultedOn),
      ]),
      'Nobody is recorded as consulted.',
    )}
    ${
      introductions.length > 0 &&
      tableOf(
        ['Visit', 'Home', 'When', 'How it went'],
        introductions.map((visit) => [
          visit.title,
          orUnknown(visit.home?.name ?? null),
          day(visit.visitOn),
          visit.outcome === null ? 'Not yet recorded' : introductionOutcomes[visit.outcome],
        ]),
        '',
      )
    }
    ${lessons(circumstances.disruptionMeetings)}
    <h3>What stands against the present placement</h3>
    ${tableOf(
      ['What', 'Why', 'State', 'Who opens it'],
      [
        ...gates.map((gate) => [gate.title, gate.why, title(gate.state), opener(gate.office)]),
        ...brokenMusts.map((must) => [
          must.title,
          must.why,
          must.overridden === null ? 'Broken' : `Overridden until ${day(must.overridden.until)}`,
          opener(must.office),
        ]),
      ],
      'Nothing is known to.',
    )}
    ${
      overrides.length > 0 &&
      tableOf(
        ['Override of', 'Home', 'Decided by', 'Until', 'Why'],
        overrides.map((override) => [
          override.title,
          orUnknown(override.home?.name ?? null),
          `${opener(override.office as Office)}, ${day(override.decidedOn)}`,
          day(override.until),
          override.reason,
        ]),
        '',
      )
    }`
}

const opener = (office: Office | null) => (office === null ? 'Nobody' : offices[office])

function lessons(meetings: Circumstances['disruptionMeetings']): Html | false {
  return (
    meetings.length > 0 &&
    html`<h3>Learned from what broke down</h3>
      ${tableOf(
        ['Meeting', 'Lessons', 'Still to be done'],
        meetings.map((meeting) => [
          day(meeting.heldOn),
          meeting.lessons,
          meeting.actions
            .filter(({ doneOn }) => doneOn === null)
            .map(({ what, ownerRole, dueOn }) => `${what} (${ownerRole}, by ${day(dueOn)}).`)
            .join(' ') || 'Nothing',
        ]),
        '',
      )}`
  )
}
