import type { Measure } from './measure.ts'
import { switchNames, type SwitchName } from './switches.ts'

/** The codes that a switch takes in a measure, the default first; none where the measure has no such switch. */
export const choicesOf = ({ switches: has = {} }: Measure, name: SwitchName): string[] =>
  Object.keys(has[name] ?? {})

/** The switches of a measure as they stand once some are chosen. */
export function settingOf(
  measure: Measure,
  chosen: Partial<Record<SwitchName, string>>,
): Partial<Record<SwitchName, string>> {
  const names = switchNames.filter((name) => choicesOf(measure, name).length > 0)
  return Object.fromEntries(names.map((name) => [name, chosen[name] ?? choicesOf(measure, name)[0] ?? '']))
}

/** The measure that a setting of its switches makes of it. */
export function withSwitches(measure: Measure, setting: Partial<Record<SwitchName, string>>): Measure {
  return switchNames.reduce((made, name) => {
    const choice = measure.switches?.[name]?.[setting[name] ?? '']
    if (choice === undefined) return made
    const { numerator, denominator } = made
    return {
      ...made,
      numerator: {
        ...numerator,
        where: { ...numerator.where, ...choice.numerator },
        ...(choice.share !== undefined && { share: choice.share }),
      },
      denominator: denominator && { ...denominator, where: { ...denominator.where, ...choice.denominator } },
    }
  }, measure)
}
