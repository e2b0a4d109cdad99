import { FileTooLarge } from '../../../../platform/files/file-fault.ts'

/** How much a submission may have in it: several times what the largest authority has in ten years. */
const most = { lines: 300_000, children: 50_000, rowsOfChild: 2500 } as const

/** Counts what the files of a submission have in them, as it is read. */
export class Extent {
  #lines = 0
  readonly #rowsOf = new Map<string, number>()

  /** @throws {FileTooLarge} */
  addLine(): void {
    if (++this.#lines > most.lines)
      throw new FileTooLarge(
        `there are more than ${most.lines} lines in all files together: send fewer years at once`,
      )
  }

  /** @throws {FileTooLarge} */
  addRowOf(child: string): void {
    const count = (this.#rowsOf.get(child) ?? 0) + 1
    if (count > most.rowsOfChild)
      throw new FileTooLarge(`there are more than ${most.rowsOfChild} rows of one child, which no return has`)
    this.#rowsOf.set(child, count)
    if (this.#rowsOf.size > most.children)
      throw new FileTooLarge(`there are more than ${most.children} children, which no authority has`)
  }
}
