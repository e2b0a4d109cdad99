import { exponential, naturalLog } from './exact-math.ts'

/** A hash of text for the seed of a stream (FNV-1a, 32 bits). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/**
 * Pseudo-random numbers of one entity in one world (sfc32): the same for the same three numbers, on every machine, whatever is
 * drawn for others. One object serves many entities in turn.
 */
export class RandomStream {
  #a = 0
  #b = 0
  #c = 0
  #d = 0
  #spare: number | null = null

  start(seed: number, world: number, entity: number): this {
    this.#a = seed | 0
    this.#b = Math.imul(world + 1, 0x85ebca6b)
    this.#c = Math.imul(entity ^ 0x9e3779b9, 0xc2b2ae35)
    this.#d = 1
    this.#spare = null
    for (let round = 0; round < 12; round++) this.#next32()
    return this
  }

  #next32(): number {
    const sum = (this.#a + this.#b + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return sum >>> 0
  }

  /** Between 0 and 1, neither included. */
  uniform(): number {
    return (this.#next32() + 0.5) / 4294967296
  }

  /** Exponentially distributed with mean 1. */
  wait(): number {
    return -naturalLog(this.uniform())
  }

  /** Normal with mean 0 and deviation 1, by the polar method. */
  normal(): number {
    if (this.#spare !== null) {
      const value = this.#spare
      this.#spare = null
      return value
    }
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * naturalLog(square)) / square)
      this.#spare = y * factor
      return x * factor
    }
  }

  /** Gamma distributed with this shape and scale 1 (Marsaglia and Tsang). */
  gamma(shape: number): number {
    if (shape < 1) {
      const boost = exponential(naturalLog(this.uniform()) / shape)
      return this.gamma(shape + 1) * Math.max(boost, 1e-300)
    }
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const root = 1 + c * x
      if (root <= 0) continue
      const cube = root * root * root
      if (naturalLog(this.uniform()) < 0.5 * x * x + d - d * cube + d * naturalLog(cube)) return d * cube
    }
  }
}

/**
 * The count of which a share `chance` of a negative binomial lies below, with this mean and with variance `dispersion` × mean
 * (over 1). It never falls as the mean grows.
 */
export function countAt(chance: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 0
  const size = mean / (dispersion - 1)
  const ratio = 1 - 1 / dispersion
  let probability = exponential(-size * naturalLog(dispersion))
  let sum = probability
  let count = 0
  while (sum < chance && count < 5000) {
    probability *= ((size + count) / (count + 1)) * ratio
    sum += probability
    count += 1
    if (probability < 1e-18 && count > mean) break
  }
  return count
}
