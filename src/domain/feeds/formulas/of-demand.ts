import { divisionSql, sameNamed, type FeedFormula, type FormulaDivisions } from './formula.ts'

const searches: FeedFormula = {
  from: '"searches"',
  where: 'searchedOn between :from and :to',
  numerator: 'count(*)',
  denominator: null,
  divisions: { ...sameNamed('sex', 'typeAsked'), ageBand: divisionSql('ageBand', 'age') },
}

const onReceipt = 'receivedOn between :from and :to'
const requests: FeedFormula = {
  from: '"requests"',
  where: onReceipt,
  numerator: 'count(*)',
  denominator: null,
  divisions: { ...sameNamed('sex', 'urgency'), ageBand: divisionSql('ageBand', 'age') },
}
const divisionsOfPlaced: FormulaDivisions = {
  ...requests.divisions,
  ...sameNamed('placementType', 'providerSector', 'location', 'firstChoice'),
}
/** Of the requests that had led to a placement by the end of the period. */
const ofPlaced = (numerator: string, condition = 'true'): FeedFormula => ({
  ...requests,
  where: `${onReceipt} and placedOn <= :to${condition === 'true' ? '' : ` and ${condition}`}`,
  numerator,
  denominator: 'count(*)',
  divisions: divisionsOfPlaced,
})

/** Formulas of the measures of searches and requests. */
export const formulasOfDemand = {
  searches,
  'searches-found-nothing': {
    ...searches,
    numerator: 'count(*) filter (where options = 0)',
    denominator: 'count(*)',
  },
  requests,
  'requests-found-nothing': {
    ...requests,
    where: `${onReceipt} and firstSearchedOn <= :to`,
    numerator: 'count(*) filter (where firstFoundOn is null or firstFoundOn > :to)',
    denominator: 'count(*)',
  },
  'days-request-to-start': ofPlaced('sum(greatest(placedOn - receivedOn, 0))'),
  'days-waited': {
    ...requests,
    numerator: `sum(greatest(case when placedOn <= :to then placedOn when withdrawnOn <= :to then withdrawnOn else :to end
               - receivedOn, 0))`,
    denominator: 'count(*)',
  },
  'requests-same-day': ofPlaced('count(*) filter (where placedOn <= receivedOn)'),
  'requests-met-in-house': ofPlaced(
    "count(*) filter (where providerSector = 'own')",
    'providerSector is not null',
  ),
  'requests-met-in-authority': ofPlaced("count(*) filter (where location = 'in')"),
  'requests-first-choice': ofPlaced("count(*) filter (where firstChoice = 'yes')", 'firstChoice is not null'),
} as const satisfies Record<string, FeedFormula>
