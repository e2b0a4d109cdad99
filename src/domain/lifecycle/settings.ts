/** What an authority decides for itself about placing. */
export interface PlacingSettings {
  /** A placement further from home than this needs approval. */
  distantOverMiles: number
  /** Working days after an emergency start by which its approvals are recorded. */
  emergencyApprovalWorkingDays: number
  /** How many days ahead what runs out is shown as needing attention. */
  warningDays: number
}

export const defaultSettings: PlacingSettings = {
  distantOverMiles: 20,
  emergencyApprovalWorkingDays: 5,
  warningDays: 14,
}
