import { SingleBar } from 'cli-progress'

export interface FileProgress {
  at(bytes: number, size: number): void
  /** What is done once the file is read. */
  step(name: string): void
  stop(): void
}

const quarters = 4

/** Shows how much of a file is done, on standard error: as a bar on a terminal, else as a line each quarter. */
export function fileProgress(label: string): FileProgress {
  return process.stderr.isTTY ? barProgress(label) : lineProgress(label)
}

function barProgress(label: string): FileProgress {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% · {duration_formatted}`,
    hideCursor: true,
    stopOnComplete: true,
  })
  let started = false
  return {
    at(bytes, size) {
      if (!started) bar.start(size, 0)
      started = true
      bar.update(bytes)
    },
    step(name) {
      bar.stop()
      console.error(`${name} …`)
    },
    stop: () => bar.stop(),
  }
}

function lineProgress(label: string): FileProgress {
  let told = 0
  return {
    at(bytes, size) {
      const done = size === 0 ? quarters : Math.floor((quarters * bytes) / size)
      if (done > told) console.error(`${label} ${(100 * done) / quarters}%`)
      told = done
    },
    step: (name) => console.error(`${name} …`),
    stop() {},
  }
}
