import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import {
  dayPart,
  fieldsOfParts,
  filledValues,
  listPart,
  numberPart,
  poundsPart,
  textPart,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { PageAction } from '../../../platform/pages/page.ts'
import { paragraph, subheading } from '../../../platform/pages/parts.ts'
import { suppliedChoices } from './edits.ts'

/** As many homes as the form takes; the API takes 40. */
const mostHomes = 4

/** What is asked of each home that could be opened. */
const homeParts = (position: number): FormPart[] => {
  const place = (name: string) => ({
    name: `home-${position}-${name}`,
    pointer: `#/commissioning/candidates/${position}/${name}`,
  })
  return [
    textPart({ ...place('title'), title: 'The name', label: 'What do you call it?', width: 20 }),
    listPart({
      ...place('placementType'),
      title: 'The kind of home',
      label: 'What kind of home?',
      choices: suppliedChoices,
      none: 'Choose one',
    }),
    numberPart({ ...place('beds'), title: 'The number of beds', label: 'How many beds?' }),
    dayPart({ ...place('opensOn'), title: 'The day on which it opens', label: 'When could it open?' }),
    poundsPart({
      ...place('yearlyCost'),
      title: 'The cost',
      label: 'What does it cost in a year?',
      hint: 'In pounds, full or empty.',
    }),
  ]
}

const homes = Array.from({ length: mostHomes }, (_, position) => homeParts(position))
const budgetPart: FormPart = poundsPart({
  name: 'yearlyBudget',
  pointer: '#/commissioning/yearlyBudget',
  title: 'The budget',
  label: 'What may they cost together in a year?',
  hint: 'In pounds.',
})
const titlePart: FormPart = textPart({
  name: 'title',
  title: 'The name',
  label: 'What will you call it?',
  width: 20,
})

/** Homes that could be opened and a budget: which of them leave the fewest nights short, and how sure that is. */
export const commissioningPage: PageAction = {
  url: '/forecasts/commissioning',
  scope: 'forecasts:write',
  purpose: 'which homes to open',
  fields: fieldsOfParts([titlePart, budgetPart, ...homes.flat()]),
  show: (visit) =>
    Promise.resolve({
      title: 'Which homes to open',
      back: { href: '/forecasts', text: 'Forecasts' },
      body: html`${heading('Which homes to open')}
      ${paragraph('Say which homes could be opened, and what they may cost. The answer is one sentence: which of them leave the fewest nights without a bed, and how sure that is.')}
      ${visit.formTo(
        '/forecasts/commissioning',
        html`${titlePart.show(visit, undefined)} ${budgetPart.show(visit, undefined)}
        ${homes.map((parts, position) => html`${subheading(`Home ${position + 1}${position > 0 ? ', if there is one' : ''}`)}${parts.map((part) => part.show(visit, undefined))}`)}
        ${component('button', { text: 'Make the plan', preventDoubleClick: true })}`,
      )}`,
    }),
  act: async ({ api, form, key }) => {
    const isFilled = (parts: readonly FormPart[]) => form.text(parts[0]!.name) !== ''
    if (!homes.some(isFilled))
      throw new FormRefused([
        { field: homes[0]![0]!.name, text: 'The name must be given of one home at least' },
      ])
    const { title, yearlyBudget, ...values } = filledValues(
      [titlePart, budgetPart, ...homes.filter(isFilled).flat()],
      form,
    )
    const candidates = homes
      .filter(isFilled)
      .map((parts) => Object.fromEntries(parts.map(({ name }) => [name.split('-')[2]!, values[name]])))
    const body = { title, commissioning: { candidates, yearlyBudget } }
    const { id } = await api.post<{ id: string }>('/v1/forecasts', body, { key })
    return { to: `/forecasts/${id}` }
  },
}
