/** What councils call themselves besides the name of the authority. */
const styles =
  /\b(the|london borough|royal|metropolitan|borough|district|county|city|unitary|council|authority|corporation|of|mbc|mdc|cc|bc|lb|rb|and)\b|&/g

/** An authority's name without the words by which councils call themselves: `Stockport MBC` is `stockport`. */
const bareAuthorityName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(styles, ' ')
    .replaceAll(/[^a-z]+/g, '')

/** Whether two names are of one authority: `East Sussex County Council` is East Sussex. */
export function isSameAuthority(a: string, b: string): boolean {
  const bareName = bareAuthorityName(a)
  return bareName !== '' && bareName === bareAuthorityName(b)
}
