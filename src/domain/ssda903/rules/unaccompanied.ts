import { validCell } from './invalid-cell.ts'
import { isBefore, isBlank, isFilled, isFrom, isSameDay, isUpTo } from './terms.ts'
import type { ChildYear } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'

const ceasedOn = (child: ChildYear | undefined) => child?.first('uasc')?.DUC
const isInYear = (day: string | undefined, child: ChildYear) =>
  isFrom(day, child.start) && isUpTo(day, child.end)

/** A rule of what the returns of two years say of the same child. */
const twoYears = (
  message: string,
  contradicts: (child: ChildYear, last: ChildYear) => boolean,
  fails: string,
  passes: string,
): Rule => ({
  message,
  reads: { header: '', uasc: 'DUC', 'last header': '', 'last uasc': 'DUC DOB' },
  mayRead: { header: 'UASC', 'last header': 'UASC' },
  breaks: (_, { child }) => child.last !== undefined && contradicts(child, child.last),
  fails,
  passes,
})

/** Unaccompanied asylum-seeking children: UASC, and the column UASC of Header. */
export const unaccompaniedRules: Rules = {
  '104': validCell(
    'Date for Unaccompanied Asylum-Seeking Children (UASC) status ceased is not a valid date.',
    'uasc',
    'DUC',
    { fails: 'DUC=?', passes: 'DUC=2023-12-01' },
  ),
  '105': {
    message:
      'Data entry for Unaccompanied Asylum-Seeking Children (UASC) status of child is invalid or has not been completed.',
    reads: { header: 'UASC' },
    breaks: ({ UASC }) => isBlank(UASC) || UASC === '',
    fails: 'header UASC=?',
    passes: 'header UASC=0',
  },
  '205A': twoYears(
    'Child identified as UASC last year is no longer UASC this year, but date UASC ceased in both years does not support this.',
    (child, last) =>
      last.isUnaccompanied &&
      !child.isUnaccompanied &&
      (isFilled(ceasedOn(child)) || !isInYear(ceasedOn(last), last)),
    'header; last header; last uasc DUC=',
    'header; last header; last uasc DUC=2023-02-01',
  ),
  '205B': twoYears(
    'Child previously identified as UASC is also UASC this year, but date UASC ceased in both years does not support this.',
    // Last year's date must be the 18th birthday, to come; this year's the same, or the day in the year on which it ceased.
    (child, last) =>
      last.isUnaccompanied &&
      child.isUnaccompanied &&
      (!isSameDay(ceasedOn(last), last.turns(18)) ||
        !(isInYear(ceasedOn(child), child) || isSameDay(ceasedOn(child), ceasedOn(last)))),
    'header DOB=2007-01-05; uasc DUC=2025-01-05; last header DOB=2007-01-05; last uasc DUC=2023-01-05',
    'header DOB=2007-01-05; uasc DUC=2025-01-05; last header DOB=2007-01-05; last uasc DUC=2025-01-05',
  ),
  '205C': twoYears(
    'Child not identified as UASC either this year or last year but date UASC ceased has been provided.',
    (child, last) =>
      !last.isUnaccompanied &&
      !child.isUnaccompanied &&
      (isFilled(ceasedOn(child)) || isFilled(ceasedOn(last))),
    'header UASC=0; uasc DUC=2023-12-01; last header UASC=0',
    'header UASC=1; uasc DUC=2023-12-01; last header UASC=0',
  ),
  '205D': {
    message:
      'Child identified as UASC this year but not identified as UASC status provided for the child last year.',
    reads: { header: '', uasc: '', 'last header': '', 'last uasc': '' },
    mayRead: { header: 'UASC', 'last header': 'UASC' },
    breaks: (_, { child }) =>
      child.isUnaccompanied && child.last?.has('header') === true && !child.last.isUnaccompanied,
    fails: 'header; uasc; last header',
    passes: 'header; uasc; last header; last uasc',
  },
  '231': {
    message:
      'We expect that unaccompanied asylum seeking children are generally older young people. Please check the date of birth is correct. If the date of birth is correct then please provide details in a bypass request.',
    from: 2025,
    reads: { header: 'DOB', uasc: '' },
    mayRead: { header: 'UASC' },
    breaks: (_, { child }) => child.isUnaccompanied && isBefore(child.end, child.turns(11)),
    fails: 'header DOB=2014-04-01; uasc',
    passes: 'header DOB=2014-03-31; uasc',
  },
  '303': {
    message:
      'If date Unaccompanied Asylum-Seeking Child (UASC) status ceased is not null, UASC status must be coded 1.',
    reads: { uasc: 'DUC', header: 'UASC' },
    breaks: ({ DUC }, { child }) => isFilled(DUC) && child.first('header')?.UASC !== '1',
    fails: 'uasc DUC=2023-12-01; header UASC=0',
    passes: 'uasc DUC=2023-12-01; header UASC=1',
  },
  '304': {
    message:
      'Date unaccompanied asylum-seeking child (UASC) status ceased must be on or before the 18th birthday of a child.',
    reads: { uasc: 'DUC DOB' },
    breaks: ({ DUC }, { child }) => isBefore(child.turns(18), DUC),
    fails: 'uasc DUC=2028-06-16; header DOB=2010-06-15',
    passes: 'uasc DUC=2028-06-15; header DOB=2010-06-15',
  },
}
