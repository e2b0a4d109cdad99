/**
 * Does a round of work again and again: so many times at most, and none after the first that would end later than so many seconds
 * from now, if it took as long as the longest before. Resolves to how many there were.
 */
export async function roundsWithin(
  { most, seconds }: { most: number; seconds: number },
  round: () => Promise<void>,
): Promise<number> {
  const end = performance.now() + seconds * 1000
  let longest = 0
  let count = 0
  while (count === 0 || (count < most && performance.now() + longest < end)) {
    const start = performance.now()
    await round()
    longest = Math.max(longest, performance.now() - start)
    count++
  }
  return count
}
