/** The settings of placing that each authority decides for itself. */
export interface PlacingSettings {
  /** The authority's own distance rule, in miles from home; null where it has none: the law's test is the area. */
  distantOverMiles: number | null
  /** Working days after an emergency start by which its approvals are recorded. */
  emergencyApprovalWorkingDays: number
  /** A date that runs out within this many days is shown as needing attention. */
  warningDays: number
}

export const defaultSettings: PlacingSettings = {
  distantOverMiles: null,
  emergencyApprovalWorkingDays: 5,
  warningDays: 14,
}
