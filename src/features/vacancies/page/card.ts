import { quantity } from '../../../domain/quantity.ts'
import { homeKinds, ofstedGrades, sectors, sexes } from '../../../domain/codes.ts'
import { offices } from '../../../domain/gates/offices.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import type { OptionView } from '../../../engines/matching/option.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { tag } from '../../../platform/pages/parts.ts'
import { sayAge, sayList, sayPounds, sayMiles } from '../../../platform/pages/words.ts'
import type { Comparison } from '../compare.ts'

export type PersonThere = Comparison['options'][number]['livesThere'][number]

export interface CardFacts {
  option: OptionView
  /** The position among all options, from 1; undefined for a near miss. */
  rank?: number
  /** Who lives there; undefined where that was not looked up. */
  residents: readonly PersonThere[] | undefined
  /** What can be done with it. */
  actions: Content
}

/** One option: what decides on the left, why it fits and what to find out below, and what can be done with it. */
export function optionCard({ option, rank, residents, actions }: CardFacts): Html {
  const { home, reasons, weeklyCost, distanceMiles, schoolMiles, beds } = option
  const unknowns = reasons.filter((reason) => reason.met === null && reason.points === 0)
  const preferences = reasons.filter((reason) => reason.kind === 'prefer' && reason.met !== null)
  return html`<article
    class="app-card${rank === 1 && ' app-card--best'}"
    aria-labelledby="option-${beds[0]!.id}"
  >
    <div class="app-card__head">
      <h3 class="govuk-heading-m" id="option-${beds[0]!.id}">
        ${rank !== undefined && `${rank}. `}${home.name}
      </h3>
      <p class="govuk-body">
        ${placementTypes[option.type].label}, ${sectors[home.provider.sector].toLowerCase()}
      </p>
    </div>
    <ul class="app-card__facts govuk-list">
      <li><strong>${sayMiles(distanceMiles)}</strong> from home</li>
      ${schoolMiles !== null && html`<li><strong>${sayMiles(schoolMiles)}</strong> from school</li>`}
      <li>
        <strong>${weeklyCost === null ? 'Not known' : sayPounds(weeklyCost)}</strong> a week for each child
      </li>
      <li><strong>${gradeOf(option)}</strong> Ofsted</li>
      <li><strong>${home.area?.name ?? 'Not known'}</strong> ${areaWords(option)}</li>
    </ul>
    ${livesThere(residents)} ${gatesPart(option)}
    ${component('details', {
      summaryText: 'Why it is here in the list, and what is not known',
      html: html`<ul class="app-reasons govuk-list">
          ${preferences.map((reason) => html`<li class="${reason.met ? 'is-met' : 'is-unmet'}">${reason.detail} (${quantity(reason.points, 'point')})</li>`)}
          ${unknowns.map(({ detail }) => html`<li class="is-unknown">${detail}</li>`)}
        </ul>
        <p class="govuk-body">
          Beds: ${sayList(beds.map(({ label }) => label))}. Provider: ${home.provider.name}. Kind of home:
          ${homeKinds[home.kind].toLowerCase()}.
        </p>`,
    })}
    ${contactsPart(option)} ${actions}
  </article>`
}

const gradeOf = ({ ofstedGrade }: OptionView): string =>
  ofstedGrade === 'unknown'
    ? 'Not known'
    : (ofstedGrades[ofstedGrade as keyof typeof ofstedGrades] ?? ofstedGrade)

function areaWords({ inAuthority }: OptionView): Content {
  if (inAuthority === null) return tag('Area not known', 'orange')
  return inAuthority ? 'in our area' : tag('Outside our area', 'orange')
}

/** By sex and age, without saying who. */
export const peopleWords = (people: readonly PersonThere[]): string =>
  people
    .map(({ sex, ...ages }) => `${sexes[sex as keyof typeof sexes].toLowerCase()}, ${sayAge(ages)}`)
    .join('; ') || 'no other child'

function livesThere(residents: readonly PersonThere[] | undefined): Content {
  if (residents === undefined) return null
  return html`<p class="govuk-body"><b>Lives there:</b> ${peopleWords(residents)}</p>`
}

function gatesPart({ gates }: OptionView): Content {
  if (gates.length === 0) return html`<p class="govuk-body">${tag('No approval needed', 'green')}</p>`
  return html`<p class="govuk-body"><b>Before it can start:</b></p>
    <ul class="govuk-list govuk-list--bullet">
      ${gates.map(
        ({ title, office, toDo, regulation, mayStartFirst }) =>
          html`<li>
            ${title}.
            ${office === null ? toDo : html`<b>${offices[office]}</b> decides.`}${mayStartFirst && ' It may start first: this is an emergency.'}
            <span class="govuk-hint">${regulation}</span>
          </li>`,
      )}
    </ul>`
}

function contactsPart({ contacts }: OptionView): Content {
  if (contacts.length === 0) return null
  return html`<p class="govuk-body">
    <b>Whom to ring:</b> ${contacts.map(
      ({ office, purpose, phone, email }, index) =>
        html`${index > 0 && '; '}${office}
        (${purpose})${phone !== null && html`, <a class="govuk-link" href="tel:${phone.replace(/\s/g, '')}">${phone}</a>`}${email !== null && html`, ${email}`}`,
    )}
  </p>`
}
