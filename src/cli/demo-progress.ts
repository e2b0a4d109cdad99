import { SingleBar } from 'cli-progress'
import { stages, stageWords, type Progress } from '../demo/index.ts'

export interface DemonstrationProgress {
  at(progress: Progress): void
  stop(): void
}

/** Shows a load on standard error: as a bar on a terminal, else a line for each stage. */
export function demonstrationProgress(): DemonstrationProgress {
  return process.stderr.isTTY ? barProgress() : lineProgress()
}

function barProgress(): DemonstrationProgress {
  const bar = new SingleBar({
    format: 'demonstration {bar} {percentage}% · {authority} · {stage}',
    hideCursor: true,
    clearOnComplete: true,
  })
  let started = false
  return {
    at({ authorityCode, stage, done, total }) {
      const shown = { authority: authorityCode, stage: stageWords[stage] }
      const step = done * stages.length + stages.indexOf(stage)
      if (!started) bar.start(total * stages.length, step, shown)
      else bar.update(step, shown)
      started = true
    },
    stop: () => bar.stop(),
  }
}

/** A line a stage for one authority; a line an authority for many. */
function lineProgress(): DemonstrationProgress {
  return {
    at({ authorityCode, stage, done, total }) {
      if (total === 1) console.error(`demonstration ${authorityCode}: ${stageWords[stage]} …`)
      else if (stage === 'generate')
        console.error(`demonstration ${authorityCode} (${done + 1} of ${total}) …`)
    },
    stop() {},
  }
}
