/** A number with what it counts: `1 child`, `2 children`, `0.5 miles`. */
export const quantity = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
