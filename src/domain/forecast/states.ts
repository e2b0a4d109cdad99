import { placementTypes, type PlacementType } from '../placement-types.ts'

/** The types that a forecast tells apart, with the category in which other models put each. */
export const forecastTypes = [
  { id: 'internal-foster', title: 'Internal foster carer', category: 'fostering', exitGroup: 0 },
  { id: 'ifa', title: 'Independent fostering agency', category: 'fostering', exitGroup: 0 },
  { id: 'connected-carer', title: 'Connected carer', category: 'fostering', exitGroup: 1 },
  { id: 'residential', title: "Children's home", category: 'residential', exitGroup: 2 },
  { id: 'supported', title: 'Supported accommodation', category: 'supported', exitGroup: 3 },
  { id: 'with-parents', title: 'Placed with parents', category: 'other', exitGroup: 4 },
  { id: 'adoption', title: 'Placed for adoption', category: 'other', exitGroup: 5 },
  { id: 'other', title: 'Other', category: 'other', exitGroup: 2 },
] as const
export type ForecastType = (typeof forecastTypes)[number]['id']
export const forecastTypeIds = forecastTypes.map(({ id }) => id)
/** Types of home that an authority opens or recruits itself: those whose beds a forecast compares with the children. */
export const suppliedTypes = [
  'internal-foster',
  'residential',
  'supported',
] as const satisfies readonly ForecastType[]
export type SuppliedType = (typeof suppliedTypes)[number]
export const typeCount = forecastTypes.length
export const exitGroupCount = 6

export const forecastCategories = ['fostering', 'residential', 'supported', 'other'] as const
export type ForecastCategory = (typeof forecastCategories)[number]
export const categoryOfType = forecastTypes.map(({ category }) => forecastCategories.indexOf(category))

/** Which forecast type a placement type is; those not named are other. Null, where none is recorded, is other as well. */
const typeOfPlacement: Partial<Record<PlacementType, ForecastType>> = {
  'internal-foster': 'internal-foster',
  ifa: 'ifa',
  'other-authority-foster': 'ifa',
  'connected-carer': 'connected-carer',
  residential: 'residential',
  'supported-accommodation': 'supported',
  'supported-lodgings': 'supported',
  'independent-living': 'supported',
  'with-parents': 'with-parents',
  'placed-for-adoption': 'adoption',
}
export const forecastTypeOf = (type: string | null): number =>
  forecastTypeIds.indexOf(
    (type !== null && type in placementTypes && typeOfPlacement[type as PlacementType]) || 'other',
  )

/** Age bands by their first year of age; care ends at 18. */
export const forecastAges = [
  { id: 'under-1', title: 'Under 1', from: 0 },
  { id: '1-4', title: '1 to 4', from: 1 },
  { id: '5-9', title: '5 to 9', from: 5 },
  { id: '10-15', title: '10 to 15', from: 10 },
  { id: '16-17', title: '16 and 17', from: 16 },
] as const
export type ForecastAge = (typeof forecastAges)[number]['id']
export const ageCount = forecastAges.length
export const adultAge = 18
/** The age at which band `band` ends. */
export const ageEnd = (band: number): number => forecastAges[band + 1]?.from ?? adultAge
/** Moves are rarer events than exits: babies and toddlers are one class. */
export const moveClassOf = [0, 0, 1, 2, 3] as const
export const moveClassCount = 4

/** Days in a placement, and in care, from which each next interval of time counts. */
export const placementBreaks = [30, 90, 365, 730] as const
export const careBreaks = [60, 180, 365, 730, 1095] as const
export const placementTimes = placementBreaks.length + 1
export const careTimes = careBreaks.length + 1
export const timeIndex = (days: number, breaks: readonly number[]): number => {
  let index = 0
  while (index < breaks.length && days >= breaks[index]!) index++
  return index
}

/** Cells of the rates of leaving care, of moving, and of where to. */
export const exitCell = (age: number, time: number, type: number, uasc: number): number =>
  ((age * careTimes + time) * exitGroupCount + forecastTypes[type]!.exitGroup) * 2 + uasc
export const exitCells = ageCount * careTimes * exitGroupCount * 2
export const moveCell = (type: number, time: number, age: number): number =>
  (type * placementTimes + time) * moveClassCount + moveClassOf[age]!
export const moveCells = typeCount * placementTimes * moveClassCount
export const destinationRow = (type: number, age: number): number => type * moveClassCount + moveClassOf[age]!

/** Groups of entries: the age bands, and unaccompanied children of any age. */
export const entryGroups = [...forecastAges.map(({ id }) => id), 'unaccompanied'] as const
export type EntryGroup = (typeof entryGroups)[number]
export const unaccompaniedGroup = ageCount
