import type { Measure } from './measure.ts'
import { switchNames, type SwitchName } from './switches.ts'

/** The codes of a switch in a measure, default first; empty where the measure does not have the switch. */
export const choicesOf = ({ switches: has = {} }: Measure, name: SwitchName): string[] =>
  Object.keys(has[name] ?? {})

/** The setting of all of a measure's switches: the choices made, else the defaults. */
export function settingOf(
  measure: Measure,
  choices: Partial<Record<SwitchName, string>>,
): Partial<Record<SwitchName, string>> {
  const names = switchNames.filter((name) => choicesOf(measure, name).length > 0)
  return Object.fromEntries(names.map((name) => [name, choices[name] ?? choicesOf(measure, name)[0] ?? '']))
}

/** A measure with a setting of its switches applied to its conditions. */
export function withSwitches(measure: Measure, setting: Partial<Record<SwitchName, string>>): Measure {
  return switchNames.reduce((result, name) => {
    const choice = measure.switches?.[name]?.[setting[name] ?? '']
    if (choice === undefined) return result
    const { numerator, denominator, unknown } = result
    return {
      ...result,
      numerator: {
        ...numerator,
        where: { ...numerator.where, ...choice.numerator },
        ...(choice.share !== undefined && { share: choice.share }),
      },
      denominator: denominator && { ...denominator, where: { ...denominator.where, ...choice.denominator } },
      unknown: unknown && {
        ...unknown,
        ...(choice.unknown && { facts: choice.unknown }),
        ...(choice.unknownInDenominator !== undefined && { inDenominator: choice.unknownInDenominator }),
      },
    }
  }, measure)
}
