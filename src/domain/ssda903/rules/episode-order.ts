import {
  endsCare, isAdoption, isBefore, isBlank, isFilled, isSameDay, isSamePlace, isUpTo, oneOf,
} from './terms.ts' // prettier-ignore
import type { Rule, Rules } from './rule.ts'

const goesOn = oneOf('P L T U B')
const isPlacementOnly = oneOf('P T')
const isLegalAndPlacement = oneOf('B U')
const place = 'PLACE PL_POST URN PLACE_PROVIDER'

/** What a reason for a new episode says of the episode before it. */
const followsOn = (message: string, rule: Pick<Rule, 'breaks' | 'fails' | 'passes'>): Rule => ({
  message,
  reads: { episodes: `DECOM RNE LS ${place}` },
  ...rule,
})

const careBefore = 'episodes DECOM=2023-05-01 DEC=2023-06-01'

/** How the episodes of a child follow each other. */
export const episodeOrderRules: Rules = {
  '142': {
    message: 'A new episode has started, but the previous episode has not ended.',
    reads: { episodes: 'DECOM DEC REC' },
    breaks: ({ DEC, REC }, { next }) => next !== undefined && (isBlank(DEC) || isBlank(REC)),
    fails: 'episodes DECOM=2023-05-01; episodes DECOM=2023-06-01 RNE=P',
    passes: `${careBefore} REC=X1; episodes DECOM=2023-06-01 RNE=P`,
  },
  '388': {
    message: 'Reason episode ceased is coded new episode begins, but there is no continuation episode.',
    reads: { episodes: 'DECOM DEC REC' },
    breaks: ({ DEC, REC }, { next }) =>
      isFilled(DEC) && isFilled(REC) && (REC === 'X1') !== isSameDay(DEC, next?.DECOM),
    fails: `${careBefore} REC=X1`,
    passes: `${careBefore} REC=X1; episodes DECOM=2023-06-01 RNE=P`,
  },
  '431': {
    message:
      'The reason for new episode is started to be looked after, but the previous episode ended on the same day.',
    reads: { episodes: 'DECOM DEC RNE' },
    breaks: ({ DECOM, RNE }, { previous }) => RNE === 'S' && isUpTo(DECOM, previous?.DEC),
    fails: `${careBefore} REC=X1; episodes DECOM=2023-06-01 RNE=S`,
    passes: `${careBefore} REC=E4A; episodes DECOM=2023-06-02 RNE=S`,
  },
  '432': {
    message:
      'The child ceased to be looked after at the end of the previous episode but the reason for the new episode is not started to be looked after.',
    reads: { episodes: 'DECOM REC RNE' },
    breaks: ({ RNE }, { previous }) => previous !== undefined && endsCare(previous) && RNE !== 'S',
    fails: `${careBefore} REC=E4A; episodes DECOM=2023-06-01 RNE=P`,
    passes: `${careBefore} REC=E4A; episodes DECOM=2023-07-01 RNE=S`,
  },
  '433': {
    message:
      'The reason for new episode suggests that this is a continuation episode, but the episode does not start on the same day as the last episode finished.',
    reads: { episodes: 'DECOM DEC RNE' },
    breaks: ({ DECOM, RNE }, { previous }) =>
      previous !== undefined && goesOn(RNE) && !isSameDay(DECOM, previous.DEC),
    fails: `${careBefore} REC=X1; episodes DECOM=2023-06-02 RNE=P`,
    passes: `${careBefore} REC=X1; episodes DECOM=2023-06-01 RNE=P`,
  },
  '434': followsOn(
    'Reason for new episode is that child’s legal status has changed but not the placement, but this is not reflected in the episode data.',
    {
      breaks: (cells, { previous }) =>
        previous !== undefined &&
        cells.RNE === 'L' &&
        (cells.LS === previous.LS || !isSamePlace(cells, previous)),
      fails: `${careBefore} LS=C1; episodes DECOM=2023-06-01 RNE=L LS=C1`,
      passes: `${careBefore} LS=C1; episodes DECOM=2023-06-01 RNE=L LS=C2`,
    },
  ),
  '435': followsOn(
    'Reason for new episode is that child’s placement has changed but not the legal status, but this is not reflected in the episode data recorded.',
    {
      breaks: (cells, { previous }) =>
        previous !== undefined &&
        isPlacementOnly(cells.RNE) &&
        (cells.LS !== previous.LS || isSamePlace(cells, previous)),
      fails: `${careBefore} PLACE=U4; episodes DECOM=2023-06-01 RNE=P PLACE=U4`,
      passes: `${careBefore} PLACE=U4; episodes DECOM=2023-06-01 RNE=P PLACE=U6`,
    },
  ),
  '436': followsOn(
    'Reason for new episode is that both child’s placement and legal status have changed, but this is not reflected in the episode data.',
    {
      breaks: (cells, { previous }) =>
        previous !== undefined &&
        isLegalAndPlacement(cells.RNE) &&
        (cells.LS === previous.LS || isSamePlace(cells, previous)),
      fails: `${careBefore} LS=C1 PLACE=U4; episodes DECOM=2023-06-01 RNE=B LS=C1 PLACE=U6`,
      passes: `${careBefore} LS=C1 PLACE=U4; episodes DECOM=2023-06-01 RNE=B LS=C2 PLACE=U6`,
    },
  ),
  '501': {
    message: 'A new episode has started before the end date of the previous episode.',
    reads: { episodes: 'DECOM DEC' },
    breaks: ({ DECOM }, { previous }) => isBefore(DECOM, previous?.DEC),
    fails: `${careBefore} REC=X1; episodes DECOM=2023-05-31`,
    passes: `${careBefore} REC=X1; episodes DECOM=2023-06-01`,
  },
  '504': {
    message:
      'The category of need code differs from that reported at start of current period of being looked after',
    reads: { episodes: 'DECOM DEC REC CIN' },
    breaks: ({ DECOM, CIN }, { previous }) =>
      previous?.REC === 'X1' && isSameDay(previous.DEC, DECOM) && CIN !== previous.CIN,
    fails: `${careBefore} REC=X1 CIN=N1; episodes DECOM=2023-06-01 RNE=P CIN=N2`,
    passes: `${careBefore} REC=X1 CIN=N1; episodes DECOM=2023-06-01 RNE=P CIN=N1`,
  },
  '199': {
    message: 'Episode information shows child has been previously adopted from care.',
    reads: { episodes: 'DECOM REC' },
    mayRead: { 'last episodes': 'DECOM REC' },
    breaks: ({ DECOM }, { child }) =>
      child.history.some(({ REC, DECOM: start }) => isAdoption(REC) && isBefore(start, DECOM)),
    fails: 'episodes DECOM=2023-05-01 DEC=2023-06-01 REC=E11 PLACE=A4; episodes DECOM=2023-07-01',
    passes: 'episodes DECOM=2023-05-01 DEC=2023-06-01 REC=E11 PLACE=A4',
  },
}
