import { dateOf, dayOf, type Day } from '../days.ts'
import type { Provider } from '../model.ts'
import { grades, yearlyRise } from '../supply.ts'
import type { Present } from './present.ts'

/** The number of Aprils from 2021, the first with a rise, to a day. */
export const risesBefore = (day: Day): number => {
  const date = dateOf(day)
  return Number(date.slice(0, 4)) - 2021 + (date.slice(5) >= '04-01' ? 1 : 0)
}

/** Each April all fees of open homes rise. */
export function raiseFees({ day, random, supply: { homes } }: Present): void {
  if (!dateOf(day).endsWith('-04-01')) return
  for (const { fees, opensOn, closesOn } of homes) {
    const last = fees.at(-1)
    if (!last || opensOn >= day || (closesOn !== null && closesOn <= day)) continue
    last.to = day
    fees.push({ id: random.uuid(), weekly: Math.round(last.weekly * yearlyRise), from: day, to: null })
  }
}

/** Days after which Ofsted may judge a home or an agency again, and how likely it does on a day then. Invented. */
const daysBetween = 200
const inspectionRate = 1 / 300

/** Since September 2024 Ofsted inspects providers of supported accommodation, with outcomes of their own. Shares invented. */
const supportedSince = dayOf('2024-09-01')
const supportedShares = {
  'consistently-strong': 0.55,
  inconsistent: 0.36,
  'serious-or-widespread-weaknesses': 0.09,
}

/** Ofsted judges the homes and agencies that it inspects. */
export function inspect({ day, random, supply: { homes, providers } }: Present): void {
  const judge = (
    judgements: { day: Day; grade: string }[],
    start: Day,
    scale: Readonly<Record<string, number>> = grades,
  ) => {
    const isDue = day - (judgements.at(-1)?.day ?? start) >= daysBetween
    if (isDue && random.chance(inspectionRate)) judgements.push({ day, grade: random.weighted(scale) })
  }
  const supportedProviders = new Set<Provider>()
  for (const { kind, provider, urn, judgements, opensOn, closesOn } of homes) {
    if (opensOn >= day || (closesOn !== null && closesOn <= day)) continue
    if (kind === 'supported-accommodation') supportedProviders.add(provider)
    else if (urn !== null) judge(judgements, opensOn)
  }
  for (const provider of providers) {
    if (provider.urn !== null) judge(provider.judgements, day)
    else if (supportedProviders.has(provider)) judge(provider.judgements, supportedSince, supportedShares)
  }
}
