import { SingleBar } from 'cli-progress'

export interface StepProgress {
  at(step: number, total: number, words: string): void
  stop(): void
}

/** Shows the steps of a long piece of work on standard error: as a bar on a terminal, else as some twenty lines. */
export function stepProgress(label: string): StepProgress {
  return process.stderr.isTTY ? barProgress(label) : lineProgress(label)
}

function barProgress(label: string): StepProgress {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% · {words}`,
    hideCursor: true,
    clearOnComplete: true,
  })
  let started = false
  return {
    at(step, total, words) {
      if (!started) bar.start(total, step, { words })
      else bar.update(step, { words })
      started = true
    },
    stop: () => bar.stop(),
  }
}

function lineProgress(label: string): StepProgress {
  let told = -1
  return {
    at(step, total, words) {
      const twentieth = Math.floor((20 * step) / total)
      if (twentieth > told) console.error(`${label} ${Math.floor((100 * step) / total)}% · ${words} …`)
      told = twentieth
    },
    stop() {},
  }
}
