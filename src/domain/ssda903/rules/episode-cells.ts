import { validCell } from './invalid-cell.ts'
import { isAfter, isBefore, isFilled, isFrom, isSameDay } from './terms.ts'
import type { Rules } from './rule.ts'

/** One row of Episodes by itself: its codes and its dates. */
export const episodeCellRules: Rules = {
  '141': validCell('Date episode began is not a valid date.', 'episodes', 'DECOM', {
    isNeeded: true,
    fails: 'DECOM=?',
    passes: 'DECOM=2023-06-01',
  }),
  '143': validCell('The reason for new episode code is not a valid code.', 'episodes', 'RNE', {
    isNeeded: true,
    fails: 'RNE=',
    passes: 'RNE=S',
  }),
  '144': validCell('The legal status code is not a valid code.', 'episodes', 'LS', {
    isNeeded: true,
    fails: 'LS=?',
    passes: 'LS=C2',
  }),
  '145': validCell('Category of need code is not a valid code.', 'episodes', 'CIN', {
    isNeeded: true,
    fails: 'CIN=?',
    passes: 'CIN=N8',
  }),
  '146': validCell('Placement type code is not a valid code.', 'episodes', 'PLACE', {
    isNeeded: true,
    fails: 'PLACE=K3',
    passes: 'PLACE=K2',
  }),
  '147': validCell('Date episode ceased is not a valid date.', 'episodes', 'DEC', {
    fails: 'DEC=?',
    passes: 'DEC=2023-08-01',
  }),
  '148': {
    message: 'Date episode ceased and reason episode ceased must both be coded, or both left blank.',
    reads: { episodes: 'DEC REC' },
    breaks: ({ DEC, REC }) => isFilled(DEC) !== isFilled(REC),
    fails: 'episodes DEC= REC=X1',
    passes: 'episodes DEC= REC=',
  },
  '149': validCell('Reason episode ceased code is not valid.', 'episodes', 'REC', {
    fails: 'REC=E43',
    passes: 'REC=E45',
  }),
  '178': validCell('Placement provider code is not a valid code.', 'episodes', 'PLACE_PROVIDER', {
    fails: 'PLACE_PROVIDER=?',
    passes: 'PLACE_PROVIDER=PR2',
  }),
  '302': {
    message: 'First episode starts before child was born.',
    reads: { episodes: 'DECOM', header: 'DOB' },
    breaks: ({ DECOM }, { index, child }) => index === 0 && isBefore(DECOM, child.bornOn),
    fails: 'episodes DECOM=2023-06-14; header DOB=2023-06-15',
    passes: 'episodes DECOM=2023-06-15; header DOB=2023-06-15',
  },
  '352': {
    message: 'Child who started to be looked after was aged 18 or over.',
    reads: { episodes: 'DECOM RNE', header: 'DOB' },
    breaks: ({ DECOM, RNE }, { child }) => RNE === 'S' && isFrom(DECOM, child.turns(18)),
    fails: 'episodes RNE=S DECOM=2023-06-15; header DOB=2005-06-15',
    passes: 'episodes RNE=S DECOM=2023-06-14; header DOB=2005-06-15',
  },
  '353': {
    message: 'No episode submitted can start before 14 October 1991.',
    reads: { episodes: 'DECOM' },
    breaks: ({ DECOM }) => isBefore(DECOM, '1991-10-14'),
    fails: 'episodes DECOM=1991-10-13',
    passes: 'episodes DECOM=1991-10-14',
  },
  '354': {
    message: 'Date episode ceased must be on or before the end of the current collection year.',
    reads: { episodes: 'DECOM' },
    breaks: ({ DECOM }, { child }) => isAfter(DECOM, child.end),
    fails: 'episodes DECOM=2024-04-01',
    passes: 'episodes DECOM=2024-03-31',
  },
  '355': {
    message: 'Episode appears to have lasted for less than 24 hours',
    reads: { episodes: 'DECOM DEC' },
    breaks: ({ DECOM, DEC }) => isSameDay(DECOM, DEC),
    fails: 'episodes DECOM=2023-06-01 DEC=2023-06-01',
    passes: 'episodes DECOM=2023-06-01 DEC=2023-06-02',
  },
  '356': {
    message: 'The date the episode ceased is before the date the same episode started.',
    reads: { episodes: 'DECOM DEC' },
    breaks: ({ DECOM, DEC }) => isBefore(DEC, DECOM),
    fails: 'episodes DECOM=2023-06-02 DEC=2023-06-01',
    passes: 'episodes DECOM=2023-06-01 DEC=2023-06-02',
  },
  '385': {
    message: 'Date episode ceased must be on or before the end of the current collection year.',
    reads: { episodes: 'DEC' },
    breaks: ({ DEC }, { child }) => isAfter(DEC, child.end),
    fails: 'episodes DEC=2024-04-01',
    passes: 'episodes DEC=2024-03-31',
  },
  '1008': validCell('Ofsted Unique Reference Number (URN) is not valid.', 'episodes', 'URN', {
    fails: 'URN=?',
    passes: 'URN=SC123456',
  }),
  '1009': validCell('Reason for placement change is not a valid code.', 'episodes', 'REASON_PLACE_CHANGE', {
    fails: 'REASON_PLACE_CHANGE=?',
    passes: 'REASON_PLACE_CHANGE=CARPL',
  }),
}
