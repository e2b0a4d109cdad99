import type { DimensionName } from '../../measures/dimensions.ts'
import { divisionSql, sameNamed, textList, type FeedFormula, type FormulaDivisions } from './formula.ts'
import { divisionsOfPeriods, onTheDay } from './of-children.ts'

const divisionsInCare: FormulaDivisions = {
  ...sameNamed('sex', 'ethnicity', 'legalStatus', 'placementType', 'providerSector', 'location'),
  ageBand: divisionSql('ageBand', 'age'),
}

const incidents = (kind: string): FeedFormula => ({
  from: '"missing-incidents"',
  where: `startedOn between :from and :to and missingKind = '${kind}'`,
  numerator: 'count(*)',
  denominator: null,
  divisions: divisionsInCare,
})

const collectionYear = (day: string) => `extract(year from ${day} + interval '9 months')`
/** Whether there is a return of missing children for each collection year of the period: else nothing is known of it. */
const isReturned = `(select count(*) from "returned-modules" where module = 'missing'
           and collectionYear between ${collectionYear(':from')} and ${collectionYear(':to')})
        = ${collectionYear(':to')} - ${collectionYear(':from')} + 1`
/** Of the children looked after in the period, each once, with how often each went missing in it. */
const missingChildren = (
  numerator: string,
  where: string,
  denominator: string | null = null,
): FeedFormula => ({
  from: `(select childKey, any_value(sex) as sex, any_value(ethnicity) as ethnicity from "child-months"
        where month between :from and :to and nights > 0 group by childKey) child
       left join (select childKey, count(*) as times from "missing-incidents"
        where startedOn between :from and :to and missingKind = 'missing' group by childKey) incident using (childKey)`,
  where: `${isReturned}
        and ${where}`,
  numerator,
  denominator,
  divisions: divisionsOfPeriods,
})

const reviewsDue: FeedFormula = {
  from: '"reviews-due"',
  where: 'countedOn between :from and :to and reviewInTime is not null',
  numerator: "count(*) filter (where reviewInTime = 'yes')",
  denominator: 'count(*)',
  divisions: divisionsInCare,
}

/** What the last return of health says of the year that ended on the last 31 March. */
const health = (numerator: string, where = 'true', denominator = 'count(*)'): FeedFormula => ({
  from: '"health-years"',
  where: `asAt <= :to and asAt + interval '1 year' > :to${where === 'true' ? '' : ` and ${where}`}`,
  numerator,
  denominator,
  divisions: divisionsInCare,
})
const shareWith = (flag: DimensionName, where = 'true') =>
  health(`count(*) filter (where ${flag} = 'yes')`, where)
const isScored = "sdq in ('normal', 'borderline', 'concern')"

const leavers = (numerator: string, where: string, denominator: string | null = 'count(*)'): FeedFormula => ({
  from: '"care-leavers"',
  where: `birthdayMonth between :from and :to and age between 17 and 21${where === 'true' ? '' : ` and ${where}`}`,
  numerator,
  denominator,
  divisions: { ...sameNamed('sex', 'ethnicity'), leaverAgeBand: divisionSql('leaverAgeBand', 'age') },
})
const isAskedOf = "coalesce(inTouch, '') not in ('died', 'returned-home')"
const doing = (...activities: readonly string[]) =>
  `count(*) filter (where activity in ${textList(activities)})`

/** Formulas of the measures of what returns say: missing, reviews, health, care leavers. */
export const formulasOfReturns = {
  'missing-incidents': incidents('missing'),
  'away-incidents': incidents('away'),
  'children-missing': missingChildren('count(*)', 'times > 0'),
  'children-missing-5-times': missingChildren('count(*)', 'times >= 5'),
  'share-missing': missingChildren('count(times)', 'true', 'count(*)'),
  'missing-incidents-per-child': missingChildren('sum(times)', 'times > 0', 'count(*)'),
  'reviews-in-time': reviewsDue,
  'children-reviewed-in-time': {
    from: `"child-months" join (
         select childKey, count(*) filter (where reviewInTime = 'no') as late,
                count(*) filter (where reviewInTime is null) as unclear
           from "reviews-due" where countedOn between :from and :to group by childKey) review using (childKey)`,
    where: `${onTheDay} and (late > 0 or unclear = 0)`,
    numerator: 'count(*) filter (where late = 0)',
    denominator: 'count(*)',
    divisions: divisionsInCare,
  },
  'took-part-in-reviews': {
    from: '"reviews"',
    where: "heldOn between :from and :to and participation in ('took-part', 'did-not')",
    numerator: "count(*) filter (where participation = 'took-part')",
    denominator: 'count(*)',
    divisions: divisionsInCare,
  },
  'health-assessments': shareWith('healthAssessed'),
  'dental-checks': shareWith('teethChecked'),
  'immunisations-up-to-date': shareWith('immunised'),
  'development-checks': shareWith('developmentChecked', 'age < 5'),
  'substance-misuse': shareWith('substanceMisuse'),
  'substance-misuse-intervention': shareWith('interventionReceived', "substanceMisuse = 'yes'"),
  convicted: shareWith('convicted', 'age > 9'),
  'sdq-scored': health(`count(*) filter (where ${isScored})`, "coalesce(sdq, '') <> 'not-of-age'"),
  'sdq-mean-score': health('sum(sdqScore)', isScored),
  'sdq-concern': health("count(*) filter (where sdq = 'concern')", isScored),
  'care-leavers': leavers('count(*)', 'true', null),
  'suitable-accommodation': leavers(
    "count(*) filter (where accommodation = 'suitable')",
    "accommodation <> 'gone'",
  ),
  'care-leavers-in-touch': leavers("count(*) filter (where inTouch = 'yes')", isAskedOf),
  'care-leavers-in-work-or-education': leavers(
    doing('higher-education', 'other-education', 'apprenticeship', 'training-or-employment'),
    isAskedOf,
  ),
  'care-leavers-not-in-work-or-education': leavers(
    doing('not-for-health', 'not-for-parenting', 'not-otherwise'),
    isAskedOf,
  ),
  'care-leavers-in-higher-education': leavers('count(*)', "activity = 'higher-education'", null),
  'care-leavers-in-bed-and-breakfast': leavers('count(*)', "accommodationKind = 'W'", null),
  'care-leavers-in-emergency-accommodation': leavers('count(*)', "accommodationKind = 'V'", null),
} as const satisfies Record<string, FeedFormula>
