import { providerSectors, type homeKinds } from '../../codes.ts'
import { noHomeIs } from './lookups.ts'
import { isBefore, isBlank, isFilled, isFrom, isShortBreak, oneOf } from './terms.ts'
import type { CheckedRow } from './child-year.ts'
import type { Rule, Rules } from './rule.ts'
import type { Cells } from './types.ts'

/** The PLACE codes of each kind of home that Ofsted registers, or of an agency's or authority's households. */
const placesOfKind: Readonly<Record<keyof typeof homeKinds, string>> = {
  'fostering-household': 'A3 A4 A5 A6 U1 U2 U3 U4 U5 U6',
  'connected-carer-household': 'A3 A4 A5 A6 U1 U2 U3',
  'childrens-home': 'K2',
  'secure-childrens-home': 'K1',
  'residential-school': 'S1',
  'family-centre': 'R3',
  'care-home': 'R1',
  'nhs-setting': 'R2',
  'young-offender-institution': 'R5',
  'supported-accommodation': 'H5 K3 P2',
  'supported-lodgings': 'H5 K3 P2',
  'independent-living': 'P2',
  unregistered: 'Z1 Z11 Z12 Z13 Z14',
}
const isPlaceOfKind = Object.fromEntries(
  Object.entries(placesOfKind).map(([kind, places]) => [kind, oneOf(places)]),
)
const isAtItsAddress = oneOf('H5 K1 K2 K3 R3 S1')

/** A rule that compares an episode with the homes that are recorded with its Ofsted number; of unknown numbers it says nothing. */
const homeRule = (
  message: string,
  columns: string,
  breaks: (cells: Cells, row: CheckedRow) => boolean,
  examples: Pick<Rule, 'fails' | 'passes'>,
): Rule => ({ message, reads: { episodes: `URN ${columns}` }, looksUp: 'homes', breaks, ...examples })

const sectorOf = (provider: string | undefined) =>
  (providerSectors as Readonly<Record<string, string>>)[provider ?? '']

/** Ofsted numbers: what the homes recorded here with a number say of its episodes. */
export const recordedHomeRules: Rules = {
  '219': homeRule(
    'The Ofsted Unique reference number (URN) provided for the child’s placement does not match the placement type recorded.',
    'PLACE',
    (cells, row) =>
      isFilled(cells.PLACE) &&
      noHomeIs(cells, row, ({ kind }) => isPlaceOfKind[kind]?.(cells.PLACE) === true),
    { fails: 'episodes URN=SC123456 PLACE=K1', passes: 'episodes URN=SC123456 PLACE=K2' },
  ),
  '221': homeRule(
    'The Ofsted Unique reference number (URN) provided for the child’s placement does not match the placement postcode provided.',
    'PLACE LS PL_POST',
    (cells, row) =>
      isFilled(cells.PL_POST) &&
      isAtItsAddress(cells.PLACE) &&
      !isShortBreak(cells.LS) &&
      noHomeIs(cells, row, ({ postcode }) => postcode === null || postcode === cells.PL_POST),
    {
      fails: 'episodes URN=SC123456 PLACE=K2 PL_POST=XX1 2AA',
      passes: 'episodes URN=SC123456 PLACE=K2 PL_POST=XX1 1AA',
    },
  ),
  '224': homeRule(
    'The Ofsted Unique reference number (URN) provided for the child’s placement does not match the placement provider recorded.',
    'PLACE_PROVIDER',
    ({ PLACE_PROVIDER, ...cells }, row) =>
      isFilled(PLACE_PROVIDER) && noHomeIs(cells, row, ({ sector }) => sector === sectorOf(PLACE_PROVIDER)),
    {
      fails: 'episodes URN=SC123456 PLACE_PROVIDER=PR4',
      passes: 'episodes URN=SC123456 PLACE_PROVIDER=PR1',
    },
  ),
  '227': homeRule(
    'Ofsted Unique reference number (URN) is not valid for the episode start date.',
    'DECOM',
    (cells, row) =>
      Boolean(cells.DECOM) &&
      noHomeIs(cells, row, ({ closedOn }) => closedOn === null || isBefore(cells.DECOM, closedOn)),
    {
      fails: 'episodes URN=SC999999 DECOM=2023-10-01',
      passes: 'episodes URN=SC999999 DECOM=2023-09-30',
    },
  ),
  '228': homeRule(
    'Ofsted Unique reference number (URN) is not valid for the episode end date',
    'DEC',
    (cells, row) =>
      noHomeIs(
        cells,
        row,
        ({ closedOn }) =>
          closedOn === null || isFrom(closedOn, isBlank(cells.DEC) ? row.child.end : cells.DEC),
      ),
    {
      fails: 'episodes URN=SC999999 DEC=2023-10-02 REC=X1',
      passes: 'episodes URN=SC999999 DEC=2023-10-01 REC=X1',
    },
  ),
  '229': homeRule(
    'Placement provider does not match between the placing authority and the local authority code of the provider.',
    'PLACE_PROVIDER',
    (cells, row) => {
      const own = row.child.whole.known.authorityCode
      if (cells.PLACE_PROVIDER !== 'PR1' && cells.PLACE_PROVIDER !== 'PR2') return false
      return noHomeIs(
        cells,
        row,
        ({ authorityCode }) =>
          authorityCode === null || (authorityCode === own) === (cells.PLACE_PROVIDER === 'PR1'),
      )
    },
    {
      fails: 'episodes URN=SC123456 PLACE_PROVIDER=PR2',
      passes: 'episodes URN=SC123456 PLACE_PROVIDER=PR1',
    },
  ),
}
