/** Something that one waits for: woken while nobody waits, the next wait is over at once. */
export class Alarm {
  #rung = false
  #answer: (() => void) | undefined

  wake(): void {
    this.#rung = true
    this.#answer?.()
  }

  /** Until it is woken, `ms` are over or `signal` aborts; says whether it was woken. */
  wait(ms: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#answer = undefined
        const rung = this.#rung
        this.#rung = false
        resolve(rung)
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
      this.#answer = done
      if (this.#rung || signal.aborted) done()
    })
  }
}

/** The alarms of everyone who waits for an authority's events. */
export class Alarms {
  readonly #of = new Map<string, Set<Alarm>>()

  add(authorityCode: string): Alarm {
    const alarm = new Alarm()
    const others = this.#of.get(authorityCode)
    if (others) others.add(alarm)
    else this.#of.set(authorityCode, new Set([alarm]))
    return alarm
  }

  remove(authorityCode: string, alarm: Alarm): void {
    this.#of.get(authorityCode)?.delete(alarm)
  }

  wake(authorityCode: string): void {
    this.#of.get(authorityCode)?.forEach((alarm) => alarm.wake())
  }
}
