import type { CommissioningProgramme } from '../../domain/forecast/commissioning.ts'
import { loadHighs } from '../../platform/solver/highs.ts'

export interface HomesChoice {
  isChosen: boolean[]
  /** Fewest nights short that any choice could leave; equal to that of the choice where it is proven best. */
  bound: number
  isProven: boolean
}

/** Solves a choice of homes with HiGHS; with the best found, and how good one could be, where the time does not suffice. */
export async function chooseHomes(
  { costs, rows, constant }: CommissioningProgramme,
  candidates: number,
  seconds: number,
): Promise<HomesChoice> {
  const highs = await loadHighs()
  const { constants, infinity } = highs
  const clamp = (value: number) => Math.min(Math.max(value, -infinity), infinity)
  const entries = rows.map((row) => row.entries)
  const starts = [0]
  for (const row of entries) starts.push(starts.at(-1)! + row.length)
  const model = highs.createModel({
    numCols: costs.length,
    numRows: rows.length,
    colCost: costs,
    colLower: new Float64Array(costs.length),
    colUpper: Float64Array.from(costs, (_, column) => (column < candidates ? 1 : infinity)),
    rowLower: Float64Array.from(rows, ({ least }) => clamp(least)),
    rowUpper: Float64Array.from(rows, ({ most }) => clamp(most)),
    matrix: {
      format: 'csr',
      numCols: costs.length,
      numRows: rows.length,
      starts,
      indices: entries.flatMap((row) => row.map(([column]) => column)),
      values: entries.flatMap((row) => row.map(([, coefficient]) => coefficient)),
    },
    integrality: costs.map((_, column) =>
      column < candidates ? constants.variableType.integer : constants.variableType.continuous,
    ),
  })
  try {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
      time_limit: seconds,
    })
    model.run()
    const { colValue } = model.getSolution()
    return {
      isChosen: Array.from({ length: candidates }, (_, column) => (colValue[column] ?? 0) > 0.5),
      bound: constant + Number(model.info.get('mip_dual_bound')),
      isProven: model.getModelStatus() === constants.modelStatus.optimal,
    }
  } finally {
    model.dispose()
  }
}
