/** Collects a statement's values; each call gives the placeholder of one, with its type. */
export interface Parameters {
  (value: unknown, type: string): string
  readonly values: unknown[]
}

export function parameters(): Parameters {
  const values: unknown[] = []
  return Object.assign((value: unknown, type: string) => `$${values.push(value)}::${type}`, { values })
}
