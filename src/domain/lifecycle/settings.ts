/** The settings of placing that each authority decides for itself. */
export interface PlacingSettings {
  /** A placement more than this many miles from home needs approval. */
  distantOverMiles: number
  /** Approvals of an emergency placement must be recorded within this many working days of its start. */
  emergencyApprovalWorkingDays: number
  /** A date that runs out within this many days is shown as needing attention. */
  warningDays: number
}

export const defaultSettings: PlacingSettings = {
  distantOverMiles: 20,
  emergencyApprovalWorkingDays: 5,
  warningDays: 14,
}
