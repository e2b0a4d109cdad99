import type { communication, riskLevels, risks } from '../referral.ts'
import type { SaidNeeds } from './needs-of-child.ts'

/** The answers of a referral that affect which homes fit, as stored with a placement request. Absent ones are unknown. */
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

/** The capability that an answer requires of a home, or prefers. Our own reading of the standard. */
const communicationNeeds: Readonly<Record<keyof typeof communication, { must?: string; better?: string }>> = {
  bsl: { must: 'bsl' },
  makaton: { must: 'makaton' },
  esol: { better: 'esol' },
  other: {},
}

/** What a referral asks for each of its children, in the fields of a search. A risk that is high, or present with no level said, prefers a home that manages it. */
export function askedByReferral(referral: ReferralFacts) {
  const languageNeeds = (referral.communication ?? []).map((code) => communicationNeeds[code])
  const grave = Object.entries(referral.risks ?? {}).flatMap(([risk, level]) =>
    level === 'high' || level === 'present' ? [risk] : [],
  )
  return {
    livingWith: referral.livingWith ?? null,
    fostering: referral.fostering ?? null,
    residential: referral.residential ?? null,
    supported: referral.supported ?? null,
    capabilities: [
      ...languageNeeds.flatMap(({ must }) => must ?? []),
      ...(referral.homeAdaptation === true ? ['adapted'] : []),
    ],
    preferredCapabilities: [...languageNeeds.flatMap(({ better }) => better ?? []), ...grave],
    placesToAvoid: (referral.sectorsToAvoid ?? []).map((place) => ({ place, miles: 0 })),
    placesThatMatter: (referral.placesThatMatter ?? []).flatMap(({ sector }) => sector ?? []),
  } satisfies SaidNeeds
}

export type ReferralNeeds = ReturnType<typeof askedByReferral>
