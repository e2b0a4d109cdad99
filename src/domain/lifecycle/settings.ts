/** The settings of placing that each authority decides for itself. */
export interface PlacingSettings {
  /** The authority's own distance rule, in miles from home; null where it has none: the law's test is the area. */
  distantOverMiles: number | null
  /** Working days after an emergency start by which its approvals are recorded. */
  emergencyApprovalWorkingDays: number
  /** A date that runs out within this many days is shown as needing attention. */
  warningDays: number
  /** Hours for which a bed may be held from when the hold was placed, by whoever holds it. */
  longestHoldHours: number
}

/** No authority can let its beds be held for longer: four weeks. */
export const HOLD_CEILING_HOURS = 672

export const defaultSettings: PlacingSettings = {
  distantOverMiles: null,
  emergencyApprovalWorkingDays: 5,
  warningDays: 14,
  longestHoldHours: 168,
}
