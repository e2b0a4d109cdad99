import { exponential } from './exact-math.ts'

/** The mean distance between worlds and an outcome, less half of that between worlds (CRPS): in children, the less the better. */
export function crpsOf(ascending: ArrayLike<number>, outcome: number): number {
  const count = ascending.length
  let distance = 0
  let spread = 0
  for (let index = 0; index < count; index++) {
    distance += Math.abs(ascending[index]! - outcome)
    spread += ascending[index]! * (2 * index - count + 1)
  }
  return distance / count - spread / (count * count)
}

/** The same of a normal distribution, as peers state their uncertainty: by 99 of its quantiles. */
export function normalCrps(mean: number, deviation: number, outcome: number): number {
  return crpsOf(
    normalQuantiles.map((z) => mean + z * deviation),
    outcome,
  )
}

/** Quantiles of the standard normal distribution at 1 % to 99 % (Acklam's approximation, to 1e-9 of its derivative). */
const normalQuantiles = Array.from({ length: 99 }, (_, index) => normalQuantile((index + 1) / 100))

function normalQuantile(share: number): number {
  if (share > 0.5) return -normalQuantile(1 - share)
  // Bisection on an integral by Simpson's rule: slow, and done once.
  let [low, high] = [-6, 0]
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2
    if (0.5 - integralTo0(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function integralTo0(z: number): number {
  const steps = 200
  const width = -z / steps
  const density = (x: number) => 0.3989422804014327 * exponential((-x * x) / 2)
  let sum = density(z) + density(0)
  for (let step = 1; step < steps; step++) sum += density(z + step * width) * (step % 2 === 1 ? 4 : 2)
  return (sum * width) / 3
}
