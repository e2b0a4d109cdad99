import { SingleBar } from 'cli-progress'

export interface FileProgress {
  /** Bytes of the file read so far, and its size. */
  at(bytes: number, size: number): void
  /** Name of the step that follows once the file is read. */
  step(name: string): void
  stop(): void
}

const quarters = 4

/** Shows how much of a file has been read, on standard error: as a bar on a terminal, else as a line each quarter. */
export function fileProgress(label: string): FileProgress {
  return process.stderr.isTTY ? barProgress(label) : lineProgress(label)
}

function barProgress(label: string): FileProgress {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% · {duration_formatted}`,
    hideCursor: true,
    stopOnComplete: true,
  })
  let isStarted = false
  return {
    at(bytes, size) {
      if (!isStarted) bar.start(size, 0)
      isStarted = true
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
  let lastQuarter = 0
  return {
    at(bytes, size) {
      const quarter = size === 0 ? quarters : Math.floor((quarters * bytes) / size)
      if (quarter > lastQuarter) console.error(`${label} ${(100 * quarter) / quarters}%`)
      lastQuarter = quarter
    },
    step: (name) => console.error(`${name} …`),
    stop() {},
  }
}
