import { nightsBetween } from '../../dates.ts'
import { placementArea } from './lookups.ts'
import { isFilled, isShortBreak, isTemporary, oneOf } from './terms.ts'
import type { ChildYear } from './child-year.ts'
import type { Rules } from './rule.ts'

const isLongTermFoster = oneOf('U1 U4')

const isOnlyShortBreaks = (child: ChildYear) =>
  child.has('episodes') && !child.has('episodes', ({ LS }) => !isShortBreak(LS))

/** Nights of the collection year, to 31 March, in single short breaks (V3). */
function nightsOfShortBreaks(child: ChildYear): number {
  let nights = 0
  for (const { cells } of child.rows('episodes')) {
    if (cells.LS !== 'V3' || !cells.DECOM) continue
    const from = cells.DECOM < child.start ? child.start : cells.DECOM
    const to = cells.DEC && cells.DEC < child.end ? cells.DEC : child.end
    if (from < to) nights += nightsBetween(from, to)
  }
  return nights
}

/** Short breaks: episodes under V3 (each by itself) and V4 (an agreed series). */
export const shortBreakRules: Rules = {
  '214': {
    message: 'Placement location information not required.',
    reads: { episodes: 'LS PL_POST URN' },
    breaks: ({ LS, PL_POST, URN }) => isShortBreak(LS) && (isFilled(PL_POST) || isFilled(URN)),
    fails: 'episodes LS=V4 PL_POST=XX1 1AA',
    passes: 'episodes LS=V4 PL_POST= URN=',
  },
  '365': {
    message: 'Any individual short- term respite placement must not exceed 17 days.',
    reads: { episodes: 'DECOM DEC LS' },
    breaks: ({ DECOM, DEC, LS }, { child }) =>
      LS === 'V3' && Boolean(DECOM) && nightsBetween(DECOM ?? '', DEC || child.end) > 17,
    fails: 'episodes LS=V3 DECOM=2023-06-01 DEC=2023-06-19 REC=E4A',
    passes: 'episodes LS=V3 DECOM=2023-06-01 DEC=2023-06-18 REC=E4A',
  },
  '366': {
    message: 'A child cannot change placement during the course of an individual short-term respite break.',
    reads: { episodes: 'LS RNE' },
    breaks: ({ LS, RNE }) => LS === 'V3' && RNE !== 'S',
    fails: 'episodes LS=V3 RNE=P',
    passes: 'episodes LS=V3 RNE=S',
  },
  '367': {
    message: 'The maximum amount of respite care allowable is 75 days in any 12-month period.',
    reads: { episodes: 'DECOM DEC LS' },
    breaks: ({ LS }, { child }) => LS === 'V3' && nightsOfShortBreaks(child) > 75,
    fails: 'episodes LS=V3 DECOM=2023-06-01 DEC=2023-08-16 REC=E4A',
    passes: 'episodes LS=V3 DECOM=2023-06-01 DEC=2023-08-15 REC=E4A',
  },
  '382': {
    message: 'A child receiving respite care cannot be in a temporary placement.',
    reads: { episodes: 'LS PLACE' },
    breaks: ({ LS, PLACE }) => isShortBreak(LS) && isTemporary(PLACE),
    fails: 'episodes LS=V3 PLACE=T1',
    passes: 'episodes LS=V3 PLACE=K2',
  },
  '384': {
    message: 'A child receiving respite care cannot be in a long-term foster placement',
    reads: { episodes: 'LS PLACE' },
    breaks: ({ LS, PLACE }) => isShortBreak(LS) && isLongTermFoster(PLACE),
    fails: 'episodes LS=V4 PLACE=U4',
    passes: 'episodes LS=V4 PLACE=U6',
  },
  '398': {
    message: 'Distance field completed but child looked after under legal status V3 or V4.',
    reads: { episodes: 'LS HOME_POST PL_POST' },
    // The collection works the distance out of the postcodes.
    breaks: ({ LS, HOME_POST, PL_POST }) => isShortBreak(LS) && (isFilled(HOME_POST) || isFilled(PL_POST)),
    fails: 'episodes LS=V4 HOME_POST=XX1 1AA PL_POST=',
    passes: 'episodes LS=V4 HOME_POST= PL_POST=',
  },
  '399': {
    message:
      'Mother field, review field or participation field are completed but child is looked after under legal status V3 or V4.',
    reads: { header: 'MOTHER', episodes: 'LS', reviews: '' },
    foundIn: ['header', 'reviews'],
    breaks: ({ MOTHER }, { module, child }) =>
      isOnlyShortBreaks(child) && (module === 'reviews' || isFilled(MOTHER)),
    fails: 'header; episodes LS=V4; reviews',
    passes: 'header; episodes LS=V4',
  },
  '420': {
    message: 'LA of placement completed but child is looked after under legal status V3 or V4.',
    reads: { episodes: 'LS PL_POST' },
    looksUp: 'postcodes',
    // The collection takes the authority from the postcode.
    breaks: (cells, row) => isShortBreak(cells.LS) && placementArea(cells, row) !== undefined,
    fails: 'episodes LS=V3 PL_POST=XX1 1AA',
    passes: 'episodes LS=V3 PL_POST=',
  },
  '426': {
    message:
      'A child receiving respite care cannot be recorded under a legal status of V3 and V4 in the same year.',
    reads: { episodes: 'LS' },
    breaks: ({ LS }, { child }) =>
      (LS === 'V3' && child.has('episodes', (other) => other.LS === 'V4')) ||
      (LS === 'V4' && child.has('episodes', (other) => other.LS === 'V3')),
    fails: 'episodes LS=V3; episodes LS=V4',
    passes: 'episodes LS=V3; episodes LS=V3',
  },
}
