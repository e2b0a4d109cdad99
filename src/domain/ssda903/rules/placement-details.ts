import { milesFromHome, placementArea, placeOfPostcode } from './lookups.ts'
import { isBefore, isBlank, isFilled, isOtherPlacement, isShortBreak, isTemporary, oneOf } from './terms.ts'
import { isInvalid } from './invalid-cell.ts'
import type { CheckedRow } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'

const isFosterOrAdoption = oneOf('A3 A4 A5 A6 U1 U2 U3 U4 U5 U6')
const changesPlacement = oneOf('P B T U')

/** Unaccompanied children, this year or last, have no home from which a distance is measured. */
const hasNoHome = ({ child }: CheckedRow) => child.isUnaccompanied || child.last?.isUnaccompanied === true

/** A provider that does not go with some placements. */
const doesNotGoWith = (provider: string, places: string, message: string, passes: string): Rule => {
  const isOneOfThem = oneOf(places)
  const [fails] = places.split(' ')
  return {
    message,
    reads: { episodes: 'PLACE PLACE_PROVIDER' },
    breaks: ({ PLACE, PLACE_PROVIDER }) => PLACE_PROVIDER === provider && isOneOfThem(PLACE),
    fails: `episodes PLACE_PROVIDER=${provider} PLACE=${fails}`,
    passes: `episodes PLACE_PROVIDER=${provider} PLACE=${passes}`,
  }
}

const isInvalidPostcode = isInvalid('episodes', 'HOME_POST PL_POST')
/** A postcode that the directory does not have, where one is loaded. */
const isInNoDirectory = (postcode: string | undefined, row: CheckedRow) =>
  Boolean(postcode) && row.child.whole.known.places !== null && placeOfPostcode(postcode, row) === undefined

/** Who provides placements, why they change, and where they are. */
export const placementDetailRules: Rules = {
  '213': {
    message: 'Placement provider information not required.',
    reads: { episodes: 'PLACE PLACE_PROVIDER' },
    breaks: ({ PLACE, PLACE_PROVIDER }) => isFilled(PLACE_PROVIDER) && isTemporary(PLACE),
    fails: 'episodes PLACE=T1 PLACE_PROVIDER=PR1',
    passes: 'episodes PLACE=T1 PLACE_PROVIDER=',
  },
  '526': {
    message: 'Child is missing a placement provider code for at least one episode.',
    reads: { episodes: 'PLACE PLACE_PROVIDER' },
    breaks: ({ PLACE, PLACE_PROVIDER }) =>
      isBlank(PLACE_PROVIDER) && isFilled(PLACE) && !isTemporary(PLACE) && !isOtherPlacement(PLACE),
    fails: 'episodes PLACE=U4 PLACE_PROVIDER=',
    passes: 'episodes PLACE=Z1 PLACE_PROVIDER=',
  },
  '527': doesNotGoWith(
    'PR1',
    'P1 R2 R5',
    'A placement provider code of PR1 cannot be associated with placements P1, R2 or R5.',
    'K2',
  ),
  '528': doesNotGoWith(
    'PR2',
    'P1 R2 R5',
    'A placement provider code of PR2 cannot be associated with placements P1, R2 or R5.',
    'K2',
  ),
  '529': doesNotGoWith(
    'PR3',
    'P1 A3 A4 A5 A6 K1 K2 U1 U2 U3 U4 U5 U6',
    'Placement provider code of PR3 cannot be associated with placements P1, A3 to A6, K1, K2 and U1 to U6 as these placements cannot be provided by other public organisations.',
    'R2',
  ),
  '530': doesNotGoWith(
    'PR4',
    'P1',
    'A placement provider code of PR4 cannot be associated with placement P1.',
    'K2',
  ),
  '531': doesNotGoWith(
    'PR5',
    'P1',
    'A placement provider code of PR5 cannot be associated with placements P1.',
    'K2',
  ),
  '550': {
    message: 'A placement provider code of PR0 can only be associated with placement P1.',
    reads: { episodes: 'PLACE PLACE_PROVIDER' },
    breaks: ({ PLACE, PLACE_PROVIDER }) => PLACE_PROVIDER === 'PR0' && PLACE !== 'P1',
    fails: 'episodes PLACE_PROVIDER=PR0 PLACE=U4',
    passes: 'episodes PLACE_PROVIDER=PR0 PLACE=P1',
  },
  '1015': {
    message: 'Placement provider is own provision but child not placed in own LA.',
    reads: { episodes: 'LS PLACE PLACE_PROVIDER PL_POST' },
    looksUp: 'postcodes',
    breaks: (cells, row) =>
      cells.PLACE_PROVIDER === 'PR1' &&
      isFilled(cells.PLACE) &&
      !isFosterOrAdoption(cells.PLACE) &&
      !isShortBreak(cells.LS) &&
      placementArea(cells, row) !== row.child.whole.known.authorityCode,
    fails: 'episodes PLACE_PROVIDER=PR1 PLACE=K2 PL_POST=XX1 2AA',
    passes: 'episodes PLACE_PROVIDER=PR1 PLACE=K2 PL_POST=XX1 1AA',
  },
  '225': {
    message: 'Reason for placement change must be recorded.',
    reads: { episodes: 'DECOM REC RNE PLACE REASON_PLACE_CHANGE' },
    breaks: ({ REC, PLACE, REASON_PLACE_CHANGE }, { next }) =>
      REC === 'X1' &&
      isBlank(REASON_PLACE_CHANGE) &&
      !isTemporary(PLACE) &&
      changesPlacement(next?.RNE) &&
      !isTemporary(next?.PLACE),
    fails:
      'episodes DECOM=2023-05-01 DEC=2023-06-01 REC=X1 REASON_PLACE_CHANGE=; episodes DECOM=2023-06-01 RNE=P PLACE=U6',
    passes:
      'episodes DECOM=2023-05-01 DEC=2023-06-01 REC=X1 REASON_PLACE_CHANGE=CARPL; episodes DECOM=2023-06-01 RNE=P PLACE=U6',
  },
  '226': {
    message: 'Reason for placement change is not required for temporary placements.',
    reads: { episodes: 'DECOM PLACE REASON_PLACE_CHANGE' },
    // Of the temporary placement, or of the one that it interrupts.
    breaks: ({ PLACE, REASON_PLACE_CHANGE }, { previous }) =>
      isTemporary(PLACE) && (isFilled(REASON_PLACE_CHANGE) || isFilled(previous?.REASON_PLACE_CHANGE)),
    fails: 'episodes PLACE=T1 REASON_PLACE_CHANGE=CARPL',
    passes: 'episodes PLACE=T1 REASON_PLACE_CHANGE=',
  },
  '233': {
    message: 'Reason for placement change is not required when the episode has not ceased.',
    from: 2026,
    reads: { episodes: 'DEC REASON_PLACE_CHANGE' },
    breaks: ({ DEC, REASON_PLACE_CHANGE }) => isBlank(DEC) && isFilled(REASON_PLACE_CHANGE),
    fails: 'episodes DEC= REASON_PLACE_CHANGE=CARPL',
    passes: 'episodes DEC=2025-09-01 REC=X1 REASON_PLACE_CHANGE=CARPL',
  },
  '234': {
    message: 'A child aged under 10 can not change placement due to being admitted to custody',
    from: 2026,
    reads: { episodes: 'DEC REASON_PLACE_CHANGE', header: 'DOB' },
    breaks: ({ DEC, REASON_PLACE_CHANGE }, { child }) =>
      REASON_PLACE_CHANGE === 'CUSTOD' && isBefore(DEC, child.turns(10)),
    fails: 'episodes DEC=2025-09-01 REC=X1 REASON_PLACE_CHANGE=CUSTOD; header DOB=2015-09-02',
    passes: 'episodes DEC=2025-09-01 REC=X1 REASON_PLACE_CHANGE=CUSTOD; header DOB=2015-09-01',
  },
  '169': {
    message:
      'Local Authority (LA) of placement is not valid or is missing. Please check a valid postcode has been entered.',
    reads: { episodes: 'LS PL_POST' },
    looksUp: 'postcodes',
    breaks: (cells, row) => !isShortBreak(cells.LS) && placementArea(cells, row) === undefined,
    fails: 'episodes PL_POST=XX9 9XX',
    passes: 'episodes PL_POST=XX1 1AA',
  },
  '392a': {
    message: 'Child is looked after but no distance is recorded.',
    reads: { episodes: 'LS HOME_POST PL_POST', uasc: '' },
    mayRead: { header: 'UASC', 'last header': 'UASC', 'last uasc': '' },
    looksUp: 'postcodes',
    breaks: (cells, row) => !isShortBreak(cells.LS) && !hasNoHome(row) && milesFromHome(cells, row) === null,
    fails: 'episodes HOME_POST=XX9 9XX PL_POST=XX1 1AA',
    passes: 'episodes HOME_POST=XX1 1AA PL_POST=XX1 1AA',
  },
  '392b': {
    message: 'Child is looked after but no postcodes are recorded.',
    reads: { episodes: 'LS HOME_POST PL_POST', uasc: '' },
    mayRead: { header: 'UASC', 'last header': 'UASC', 'last uasc': '' },
    breaks: ({ LS, HOME_POST, PL_POST }, row) =>
      !isShortBreak(LS) && !hasNoHome(row) && (isBlank(HOME_POST) || isBlank(PL_POST)),
    fails: 'episodes HOME_POST= PL_POST=XX1 1AA',
    passes: 'episodes HOME_POST= PL_POST=XX1 1AA; uasc',
  },
  '392c': {
    message: 'Postcode(s) provided are invalid.',
    reads: { episodes: 'HOME_POST PL_POST' },
    breaks: (cells, row) =>
      isInvalidPostcode(cells, row) ||
      isInNoDirectory(cells.HOME_POST, row) ||
      isInNoDirectory(cells.PL_POST, row),
    fails: 'episodes PL_POST=?',
    passes: 'episodes PL_POST=XX1 1AA',
  },
  '392d': {
    message: 'Home and placement postcodes should not be same unless the placement type is P1.',
    reads: { episodes: 'PLACE HOME_POST PL_POST' },
    breaks: ({ PLACE, HOME_POST, PL_POST }) => PLACE !== 'P1' && Boolean(HOME_POST) && HOME_POST === PL_POST,
    fails: 'episodes PLACE=U4 HOME_POST=XX1 1AA PL_POST=XX1 1AA',
    passes: 'episodes PLACE=P1 HOME_POST=XX1 1AA PL_POST=XX1 1AA',
  },
  '454': {
    message: 'Placement distance from home is over 350 miles.',
    from: 2026,
    reads: { episodes: 'HOME_POST PL_POST', uasc: '' },
    mayRead: { header: 'UASC', 'last header': 'UASC', 'last uasc': '' },
    looksUp: 'postcodes',
    breaks: (cells, row) => (milesFromHome(cells, row) ?? 0) > 350 && !hasNoHome(row),
    fails: 'episodes HOME_POST=XX1 1AA PL_POST=XX5 1AA',
    passes: 'episodes HOME_POST=XX1 1AA PL_POST=XX1 2AA',
  },
}
