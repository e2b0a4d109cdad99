import { registerAccessReviewPages } from './features/access-review/index.ts'
import { registerTodayPage } from './features/attention/index.ts'
import { registerBreakGlassPages } from './features/break-glass/index.ts'
import { registerWebhookPages } from './features/events/index.ts'
import { registerFigurePages } from './features/figures/index.ts'
import { registerForecastPages } from './features/forecasts/index.ts'
import { registerApprovalPages } from './features/gates/index.ts'
import { registerHoldPages } from './features/holds/index.ts'
import { registerKeyPages } from './features/keys/index.ts'
import { registerPanelPages } from './features/panels/index.ts'
import { registerPlacementPages } from './features/placements/index.ts'
import { registerPlanPages } from './features/plans/index.ts'
import { registerRecordPages } from './features/records/index.ts'
import { registerReleasePages } from './features/releases/index.ts'
import { registerRequestPages } from './features/requests/index.ts'
import { registerRetentionPages } from './features/retention/index.ts'
import { registerImportPages } from './features/returns/index.ts'
import { registerScorecardPages } from './features/scorecards/index.ts'
import { registerDataProtectionPages } from './features/subject-access/index.ts'
import { registerSupplyPages } from './features/supply/index.ts'
import { registerVacancyPages } from './features/vacancies/index.ts'
import { registerViewPages } from './features/views/index.ts'
import type { PageHouse } from './platform/pages/house.ts'

/** The pages of all features. */
export function furnish(house: PageHouse): void {
  registerTodayPage(house)
  registerRequestPages(house)
  registerVacancyPages(house)
  registerHoldPages(house)
  registerPlacementPages(house)
  registerApprovalPages(house)
  registerPanelPages(house)
  registerPlanPages(house)
  registerRecordPages(house)
  registerFigurePages(house)
  registerViewPages(house)
  registerScorecardPages(house)
  registerReleasePages(house)
  registerForecastPages(house)
  registerImportPages(house)
  registerSupplyPages(house)
  registerDataProtectionPages(house)
  registerRetentionPages(house)
  registerAccessReviewPages(house)
  registerBreakGlassPages(house)
  registerKeyPages(house)
  registerWebhookPages(house)
}
