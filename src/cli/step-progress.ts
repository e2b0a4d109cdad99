import { SingleBar } from 'cli-progress'

export interface StepProgress {
  at(step: number, total: number, words: string): void
  stop(): void
}

/** Shows the progress of long work on standard error: as a bar on a terminal, else as at most twenty lines. */
export function stepProgress(label: string): StepProgress {
  return process.stderr.isTTY ? barProgress(label) : lineProgress(label)
}

function barProgress(label: string): StepProgress {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% · {words}`,
    hideCursor: true,
    clearOnComplete: true,
  })
  let isStarted = false
  return {
    at(step, total, words) {
      if (!isStarted) bar.start(total, step, { words })
      else bar.update(step, { words })
      isStarted = true
    },
    stop: () => bar.stop(),
  }
}

function lineProgress(label: string): StepProgress {
  let lastTwentieth = -1
  return {
    at(step, total, words) {
      const twentieth = Math.floor((20 * step) / total)
      if (twentieth > lastTwentieth)
        console.error(`${label} ${Math.floor((100 * step) / total)}% · ${words} …`)
      lastTwentieth = twentieth
    },
    stop() {},
  }
}
