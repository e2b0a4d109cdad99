/** What councils call themselves besides the name of the authority. */
const styles =
  /\b(the|london borough|royal|metropolitan|borough|district|county|city|unitary|council|authority|corporation|of|mbc|mdc|cc|bc|lb|rb|ua|and)\b|&/g

/** The words of an authority's name but for those by which councils call themselves: `Stockport MBC` is `stockport`. */
const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(styles, ' ')
    .replaceAll(/[^a-z]+/g, ' ')
    .trim()

/** Whether two names are of one authority: `East Sussex County Council` is East Sussex. */
export function isSameAuthority(a: string, b: string): boolean {
  const [first, second] = [a, b].map((name) => wordsOf(name).replaceAll(' ', ''))
  return first !== '' && first === second
}

/** Whether a text is whole words of an authority's name, as Newcastle is of Newcastle upon Tyne. */
export function isInAuthorityName(name: string, text: string): boolean {
  return wordsOf(text) !== '' && ` ${wordsOf(name)} `.includes(` ${wordsOf(text)} `)
}
