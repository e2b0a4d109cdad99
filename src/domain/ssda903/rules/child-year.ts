import { addDays, birthday, nightsBetween, type CivilDate } from '../../dates.ts'
import type { ModuleName } from '../modules.ts'
import type { ReceivedRow } from '../rows.ts'
import { endsCare, isBefore, isFrom, isShortBreak, isUpTo } from './terms.ts'
import type { Cells, Lookups } from './types.ts'

/** A row of a child's return of one year. */
export interface CheckedRow {
  module: ModuleName
  cells: Cells
  child: ChildYear
  /** Its place among the child's rows of the module, which are in order of their dates. */
  index: number
  previous: Cells | undefined
  next: Cells | undefined
  /** Null where the row is one that an earlier import stored. */
  origin: ReceivedRow | null
}

/** A return of one year, and what the service knows of its postcodes and homes. */
export interface ReturnYear {
  year: number
  known: Lookups
  /** How many children have each unique pupil number. */
  pupils: Map<string, number>
}

/** Uninterrupted care, `[from, to)`; `to` is undefined where it goes on. */
interface CareSpan {
  from: string
  to: string | undefined
}

/** A row before it has its place among the child's. */
export interface RowOfChild {
  module: ModuleName
  cells: Cells
  origin: ReceivedRow | null
}

const dateColumns: Partial<Record<ModuleName, string>> = {
  episodes: 'DECOM',
  missing: 'MIS_START',
  reviews: 'REVIEW',
  placedAdoption: 'DATE_PLACED',
  swEpisodes: 'SW_DECOM',
  dolo: 'DOLO_START',
}
const none: readonly CheckedRow[] = []
const latest = '9999-12-31'

/** What one year's return says of one child. */
export class ChildYear {
  readonly reference: string
  readonly whole: ReturnYear
  /** What the return of the year before says of the child. */
  readonly last: ChildYear | undefined
  /** What the latest return before says of the child, of whatever year. */
  readonly #earlier: ChildYear | undefined
  /** 1 April and 31 March of the collection year. */
  readonly start: CivilDate
  readonly end: CivilDate
  readonly bornOn: CivilDate | undefined
  readonly #rows = new Map<ModuleName, CheckedRow[]>()
  readonly #birthdays: Map<number, CivilDate>
  #spans: CareSpan[] | undefined
  #history: Cells[] | undefined
  #allYear: boolean | undefined

  constructor(
    reference: string,
    whole: ReturnYear,
    rows: readonly RowOfChild[],
    earlier: ChildYear | undefined,
  ) {
    this.reference = reference
    this.whole = whole
    this.#earlier = earlier
    this.last = earlier?.whole.year === whole.year - 1 ? earlier : undefined
    this.start = `${whole.year - 1}-04-01`
    this.end = `${whole.year}-03-31`
    for (const { module, cells, origin } of rows) {
      const row = { module, cells, origin, child: this, index: 0, previous: undefined, next: undefined }
      const list = this.#rows.get(module)
      if (list) list.push(row)
      else this.#rows.set(module, [row])
    }
    for (const [module, list] of this.#rows) if (list.length > 1) inOrder(module, list)
    this.bornOn = this.first('header')?.DOB || rows.find(({ cells }) => cells.DOB)?.cells.DOB || undefined
    this.#birthdays =
      earlier && earlier.bornOn === this.bornOn ? earlier.#birthdays : new Map<number, CivilDate>()
  }

  rows(module: ModuleName): readonly CheckedRow[] {
    return this.#rows.get(module) ?? none
  }

  first(module: ModuleName): Cells | undefined {
    return this.#rows.get(module)?.[0]?.cells
  }

  /** The latest row. */
  final(module: ModuleName): Cells | undefined {
    return this.#rows.get(module)?.at(-1)?.cells
  }

  has(module: ModuleName, test: (cells: Cells) => boolean = () => true): boolean {
    return this.rows(module).some(({ cells }) => test(cells))
  }

  /** The day on which the child reaches an age; undefined where the date of birth is not known. */
  turns(age: number): CivilDate | undefined {
    if (this.bornOn === undefined) return undefined
    let day = this.#birthdays.get(age)
    if (day === undefined) this.#birthdays.set(age, (day = birthday(this.bornOn, age)))
    return day
  }

  /** The birthday of an age, where it is in the collection year. */
  birthdayInYear(age: number): CivilDate | undefined {
    const day = this.turns(age)
    return isFrom(day, this.start) && isUpTo(day, this.end) ? day : undefined
  }

  /** Whether the child is unaccompanied: by Header's column where there is one, else by having a row of UASC. */
  get isUnaccompanied(): boolean {
    const { UASC } = this.first('header') ?? {}
    return UASC === undefined ? this.has('uasc') : UASC === '1'
  }

  /** The night of the day is one in an episode that is no short break. */
  isLookedAfterOn(day: CivilDate): boolean {
    return this.has(
      'episodes',
      ({ DECOM, DEC, LS }) =>
        isUpTo(DECOM, day) && (DEC === undefined || isBefore(day, DEC)) && !isShortBreak(LS),
    )
  }

  /** Whether an episode that is no short break has a day in the collection year. */
  get isLookedAfterInYear(): boolean {
    return this.has(
      'episodes',
      ({ DECOM, DEC, LS }) =>
        isUpTo(DECOM, this.end) && isFrom(DEC ?? this.end, this.start) && !isShortBreak(LS),
    )
  }

  /**
   * Whether the child was looked after continuously for the 12 months to 31 March: some episode is in the year, none of them
   * a short break, and care neither began after 1 April nor ended before 31 March.
   */
  get isLookedAfterAllYear(): boolean {
    this.#allYear ??=
      this.has('episodes', (cells) => this.#isInYear(cells)) &&
      !this.has('episodes', (cells) => {
        const { DECOM, DEC, RNE, LS } = cells
        return (
          (isShortBreak(LS) && this.#isInYear(cells)) ||
          (RNE === 'S' && isBefore(this.start, DECOM) && isUpTo(DECOM, this.end)) ||
          (endsCare(cells) && isFrom(DEC, this.start) && isBefore(DEC, this.end))
        )
      })
    return this.#allYear
  }

  #isInYear({ DECOM, DEC }: Cells): boolean {
    return isUpTo(DECOM, this.end) && isFrom(DEC ?? this.end, this.start)
  }

  /** Spans of care: episodes that follow each other without a day between them. */
  get spans(): readonly CareSpan[] {
    if (this.#spans) return this.#spans
    const spans: CareSpan[] = []
    for (const { cells } of this.rows('episodes')) {
      if (!cells.DECOM) continue
      const span = spans.at(-1)
      if (span && (span.to === undefined || cells.DECOM <= span.to)) span.to = cells.DEC || undefined
      else spans.push({ from: cells.DECOM, to: cells.DEC || undefined })
    }
    return (this.#spans = spans)
  }

  /** The span of care that a day is in; its last day is the one on which it ended. */
  spanOn(day: string | undefined): CareSpan | undefined {
    return this.spans.find(({ from, to }) => isUpTo(from, day) && isUpTo(day, to ?? latest))
  }

  /** When the latest span of care in the return began. */
  get startOfCare(): string | undefined {
    const starts = this.rows('episodes').filter(({ cells }) => cells.RNE === 'S')
    return starts.at(-1)?.cells.DECOM ?? this.first('episodes')?.DECOM
  }

  /** Every episode that this return and earlier ones speak of, as the latest of them has it. */
  get history(): readonly Cells[] {
    if (this.#history) return this.#history
    const byStart = new Map((this.#earlier?.history ?? []).map((cells) => [cells.DECOM, cells]))
    for (const { cells } of this.rows('episodes')) byStart.set(cells.DECOM, cells)
    return (this.#history = [...byStart.values()])
  }

  /** Nights from a day to 31 March in which the child was looked after, short breaks left out. */
  nightsInCareFrom(day: CivilDate): number {
    let nights = 0
    for (const { DECOM, DEC, LS } of this.history) {
      if (!DECOM || isShortBreak(LS)) continue
      const [from, to] = [DECOM > day ? DECOM : day, DEC || addDays(this.end, 1)]
      if (from < to) nights += nightsBetween(from, to)
    }
    return nights
  }
}

function inOrder(module: ModuleName, rows: CheckedRow[]): void {
  const column = dateColumns[module]
  if (column) {
    rows.sort((a, b) => {
      const [dayOfA, dayOfB] = [a.cells[column] || latest, b.cells[column] || latest]
      return dayOfA < dayOfB ? -1 : dayOfA > dayOfB ? 1 : 0
    })
  }
  for (const [index, row] of rows.entries()) {
    row.index = index
    row.previous = rows[index - 1]?.cells
    row.next = rows[index + 1]?.cells
  }
}
