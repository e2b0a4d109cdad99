/** A generator of pseudo-random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  chance(probability: number): boolean
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  /** Exponentially distributed with this mean. */
  exponential(mean: number): number
  /** Roughly normal, mean 0 and deviation 1. */
  normal(): number
  pick<T>(items: readonly T[]): T
  /** A key of the table, as likely as its weight. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K
  shuffled<T>(items: readonly T[]): T[]
  /** A UUID in the form of version 4. */
  uuid(): string
  /** A separate generator, so that numbers drawn from it do not change those drawn from this one. */
  fork(name: string): Random
}

/** Makes a generator from a seed: xmur3 hashes the seed to the initial state of sfc32. */
export function randomFrom(seed: string): Random {
  const next32 = sfc32(seed)
  let markOfSeed: [number, number] | undefined
  const next = () => next32() / 2 ** 32
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('nothing to pick from')
    return items[whole(0, items.length - 1)] as T
  }
  return {
    next,
    whole,
    pick,
    chance: (probability) => next() < probability,
    exponential: (mean) => -mean * Math.log(1 - next()),
    normal: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
    weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
      const entries = Object.entries(weights) as [K, number][]
      let threshold = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) if ((threshold -= weight) < 0) return key
      return pick(entries)[0]
    },
    shuffled<T>(items: readonly T[]): T[] {
      const deck = [...items]
      for (let last = deck.length - 1; last > 0; last--) {
        const other = whole(0, last)
        ;[deck[last], deck[other]] = [deck[other] as T, deck[last] as T]
      }
      return deck
    },
    uuid() {
      markOfSeed ??= fingerprint(seed)
      const hex = (mark = 0) => ((next32() ^ mark) >>> 0).toString(16).padStart(8, '0')
      const [a, b, c, d] = [hex(), hex(), hex(markOfSeed[0]), hex(markOfSeed[1])]
      const variant = '89ab'.charAt(parseInt(c.charAt(0), 16) & 3)
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
    },
    fork: (name) => randomFrom(`${seed}/${name}`),
  }
}

/**
 * Two words that tell seeds apart which start the generator alike. There are 2^32 starts, so that among the seeds of twenty
 * authorities' children two are likely to have the same one; their identifiers must differ all the same (cyrb53).
 */
function fingerprint(seed: string): [number, number] {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < seed.length; i++) {
    const code = seed.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return [a, b]
}

function sfc32(seed: string): () => number {
  let hash = 1779033703 ^ seed.length
  for (let i = 0; i < seed.length; i++) {
    hash = Math.imul(hash ^ seed.charCodeAt(i), 3432918353)
    hash = (hash << 13) | (hash >>> 19)
  }
  const spread = () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507)
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
    return (hash ^= hash >>> 16)
  }
  let [a, b, c, d] = [spread(), spread(), spread(), spread()]
  return () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
}
