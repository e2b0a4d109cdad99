import { stages, stageWords, type Progress } from '../features/demo/index.ts'
import { stepProgress } from './step-progress.ts'

export interface DemonstrationProgress {
  at(progress: Progress): void
  stop(): void
}

/** Shows the progress of loading synthetic authorities on standard error. */
export function demonstrationProgress(): DemonstrationProgress {
  const progress = stepProgress('demonstration')
  return {
    at: ({ authorityCode, stage, loadedCount, total }) =>
      progress.at(
        loadedCount * stages.length + stages.indexOf(stage),
        total * stages.length,
        `${authorityCode}: ${stageWords[stage]}`,
      ),
    stop: () => progress.stop(),
  }
}
