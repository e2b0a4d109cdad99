/**
 * Logarithm and exponential by additions, multiplications and divisions alone, which IEEE 754 rounds the same everywhere:
 * `Math.log` and `Math.exp` may differ in the last bit between machines, and a forecast must be the same bytes on all.
 */

const bits = new DataView(new ArrayBuffer(8))
const ln2High = 0.6931471803691238
const ln2Low = 1.9082149292705877e-10

/** x = m · 2^e with m from √½ to √2; ln m = 2 (s + s³/3 + s⁵/5 + …) with s = (m − 1) ÷ (m + 1). x is positive and normal. */
export function naturalLog(x: number): number {
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  let exponent = (high >>> 20) - 1023
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000)
  let mantissa = bits.getFloat64(0)
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2
    exponent += 1
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series = 0
  for (let power = 21; power >= 1; power -= 2) series = series * square + 1 / power
  return exponent * ln2High + (2 * s * series + exponent * ln2Low)
}

/** e^x = 2^k · e^r with |r| at most ln 2 ÷ 2; for |x| up to 700. */
export function exponential(x: number): number {
  const k = Math.floor(x / 0.6931471805599453 + 0.5)
  const r = x - k * ln2High - k * ln2Low
  let series = 1
  for (let term = 16; term >= 1; term--) series = 1 + (series * r) / term
  bits.setUint32(0, (k + 1023) << 20)
  bits.setUint32(4, 0)
  return series * bits.getFloat64(0)
}
