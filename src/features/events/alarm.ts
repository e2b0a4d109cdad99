/** Lets one task wait until another wakes it. A wake-up while nobody waits ends the next wait at once. */
export class Alarm {
  #rung = false
  #answer: (() => void) | undefined

  wake(): void {
    this.#rung = true
    this.#answer?.()
  }

  /** Waits until `wake` is called, `ms` milliseconds have passed or `signal` aborts. Resolves to whether it was woken. */
  wait(ms: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', finish)
        this.#answer = undefined
        const rung = this.#rung
        this.#rung = false
        resolve(rung)
      }
      const timer = setTimeout(finish, ms)
      signal.addEventListener('abort', finish)
      this.#answer = finish
      if (this.#rung || signal.aborted) finish()
    })
  }
}

/** The alarms of the event streams that are open, by authority code. */
export class Alarms {
  readonly #byAuthority = new Map<string, Set<Alarm>>()

  add(authorityCode: string): Alarm {
    const alarm = new Alarm()
    const others = this.#byAuthority.get(authorityCode)
    if (others) others.add(alarm)
    else this.#byAuthority.set(authorityCode, new Set([alarm]))
    return alarm
  }

  remove(authorityCode: string, alarm: Alarm): void {
    this.#byAuthority.get(authorityCode)?.delete(alarm)
  }

  wake(authorityCode: string): void {
    this.#byAuthority.get(authorityCode)?.forEach((alarm) => alarm.wake())
  }
}
