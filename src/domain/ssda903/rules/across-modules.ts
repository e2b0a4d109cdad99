import { moduleNames, moduleOf, type ModuleName } from '../modules.ts'
import { isFemale, isMale } from './terms.ts'
import type { Rule, Rules } from './rule.ts'

/** Modules with at most one row of a child, by the number of the rule. */
const onceOnly: Readonly<Record<string, ModuleName>> = {
  INT31: 'ad1',
  INT32: 'header',
  INT33: 'oc2',
  INT34: 'oc3',
  INT35: 'prevPerm',
  INT36: 'uasc',
}

const inHeader = (module: ModuleName): Rule => ({
  message: `Internal Check: Child in ${moduleOf(module).title} does not exist in Header.`,
  reads: { [module]: '', header: '' },
  breaks: (_, { child }) => !child.has('header'),
  fails: `${module}; no header`,
  passes: module,
})

const sameBirth = (module: ModuleName): Rule => ({
  message: `Internal Check: DOB in ${moduleOf(module).title} is different to DOB in Header.`,
  reads: { [module]: 'DOB', header: 'DOB' },
  breaks: ({ DOB }, { child }) => child.has('header') && child.first('header')?.DOB !== DOB,
  fails: `${module} DOB=2010-05-06; header DOB=2010-06-05`,
  passes: `${module} DOB=2010-05-06; header DOB=2010-05-06`,
})

const once = (module: ModuleName): Rule => ({
  message: `Internal Check: Child should only exist once in ${moduleOf(module).title}.`,
  reads: { [module]: '' },
  breaks: (_, { index }) => index > 0,
  fails: `${module}; ${module}`,
  passes: module,
})

const rulesOf = (
  numberOf: (module: ModuleName) => string | null | undefined,
  rule: (module: ModuleName) => Rule,
) =>
  moduleNames.flatMap((module): [string, Rule][] => {
    const number = numberOf(module)
    return number ? [[number, rule(module)]] : []
  })

/** That the modules of a return speak of the same children. */
export const acrossModulesRules: Rules = {
  ...Object.fromEntries(rulesOf((module) => moduleOf(module).withoutHeader, inHeader)),
  ...Object.fromEntries(rulesOf((module) => moduleOf(module).otherBirth, sameBirth)),
  INT21: {
    message: 'Internal Check: SEX in UASC is different to SEX in Header.',
    reads: { uasc: 'SEX', header: 'SEX' },
    breaks: ({ SEX }, { child }) => {
      const inHeader = child.first('header')?.SEX
      return (isMale(SEX) && isFemale(inHeader)) || (isFemale(SEX) && isMale(inHeader))
    },
    fails: 'uasc SEX=1; header SEX=2',
    passes: 'uasc SEX=1; header SEX=1',
  },
  ...Object.fromEntries(Object.entries(onceOnly).map(([number, module]) => [number, once(module)])),
}
