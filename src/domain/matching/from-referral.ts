import type { communication, riskLevels, risks } from '../referral.ts'
import type { SaidNeeds } from './needs-of-child.ts'

/** What a referral says that decides which home fits, as a placement request keeps it. What is left out isn't known. */
export interface ReferralFacts extends Pick<
  SaidNeeds,
  'livingWith' | 'fostering' | 'residential' | 'supported'
> {
  sectorsToAvoid?: readonly string[]
  placesThatMatter?: readonly { sector?: string | null | undefined }[]
  communication?: readonly (keyof typeof communication)[]
  homeAdaptation?: boolean | null
  risks?: Partial<Record<keyof typeof risks, keyof typeof riskLevels>>
}

/** What the home must be able to meet for an answer, and what it had better. Our own reading of the draft standard. */
const communicationNeeds: Readonly<Record<keyof typeof communication, { must?: string; better?: string }>> = {
  bsl: { must: 'bsl' },
  makaton: { must: 'makaton' },
  esol: { better: 'esol' },
  other: {},
}

/** What a referral asks for each of its children, as a search would tell it. A high risk asks for a home that manages it. */
export function askedByReferral(referral: ReferralFacts) {
  const { livingWith = null, fostering = null, residential = null, supported = null } = referral
  const spoken = (referral.communication ?? []).map((code) => communicationNeeds[code])
  const high = Object.entries(referral.risks ?? {}).flatMap(([risk, level]) =>
    level === 'high' ? [risk] : [],
  )
  return {
    livingWith,
    fostering,
    residential,
    supported,
    capabilities: [
      ...spoken.flatMap(({ must }) => must ?? []),
      ...(referral.homeAdaptation === true ? ['adapted'] : []),
    ],
    preferredCapabilities: [...spoken.flatMap(({ better }) => better ?? []), ...high],
    placesToAvoid: (referral.sectorsToAvoid ?? []).map((place) => ({ place, miles: 0 })),
    placesThatMatter: (referral.placesThatMatter ?? []).flatMap(({ sector }) => sector ?? []),
  } satisfies SaidNeeds
}

export type ReferralNeeds = ReturnType<typeof askedByReferral>
