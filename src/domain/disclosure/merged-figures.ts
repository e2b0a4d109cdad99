import type { DimensionName } from '../measures/dimensions.ts'
import type { Condition } from '../measures/measure.ts'
import type { MeasureId } from '../measures/measures.ts'
import { figureCounts, type Block, type FigureCounts } from './blocks.ts'
import type { Cell } from './cells.ts'
import { chooseMerges, type Merge } from './merges.ts'
import type { Knowledge, SystemBuilder } from './system.ts'

/** A table to be counted. */
interface Divided {
  measure: MeasureId
  by: readonly DimensionName[]
  cohort: Readonly<Record<string, readonly string[]>>
  /** Its groups, each by itself. */
  groups: readonly Cell[]
  /** What is put together; where left out, what the counts ask for. */
  merges?: readonly Merge[] | undefined
  /** Dimensions of which nothing is put together. */
  apart: ReadonlySet<DimensionName>
}

/** The figures of a table, with what is put together in it. */
export interface MergedFigures {
  merges: readonly Merge[]
  figures: (FigureCounts & { group: Cell })[]
}

/**
 * Adds the counts of a table to the system, its rare groups put together. Of what is put together each group is counted too,
 * unprinted, so that it is protected as if it were asked for.
 */
export function mergedFigures(builder: SystemBuilder, block: Block, table: Divided): MergedFigures {
  const { measure, by: divisions, cohort, groups, apart } = table
  const figureOf = (codes: Readonly<Record<string, readonly string[]>>, isPrinted: boolean) => {
    const limits = { ...cohort, ...codes }
    const condition = Object.fromEntries(
      Object.entries(limits).map(([name, list]) => [name, { in: list }]),
    ) as Condition
    return figureCounts(builder, block, { measure, condition, isPrinted })
  }
  const choices = divisions
    .filter((name) => !apart.has(name))
    .map((name) => mergesOf(builder, { name, groups, figureOf }))
  const chosenMerges = choices.flatMap(({ merges: list }) => list)
  const merges = table.merges ?? chosenMerges
  if (isSame(merges, chosenMerges))
    for (const knowledge of choices.flatMap(({ knowledge: list }) => list)) builder.know(knowledge)
  if (merges.length > 0) for (const group of groups) figureOf(singleCodes(group), false)
  const mergedGroups = new Map(
    groups.map((group) => {
      const shownGroup = mergeGroup(group, merges)
      return [JSON.stringify(shownGroup), shownGroup]
    }),
  )
  const codesOf = (name: string, code: string) =>
    merges.find((merge) => merge.dimension === name && merge.code === code)?.codes ?? [code]
  const figures = [...mergedGroups.values()].map((group) => ({
    group,
    ...figureOf(
      Object.fromEntries(Object.entries(group).map(([name, code]) => [name, codesOf(name, code)])),
      true,
    ),
  }))
  return { merges, figures }
}

const singleCodes = (group: Cell) =>
  Object.fromEntries(Object.entries(group).map(([name, code]) => [name, [code]]))

/** A group as it is shown: with the codes of what is put together. */
function mergeGroup(group: Cell, merges: readonly Merge[]): Cell {
  return Object.fromEntries(
    Object.entries(group).map(([name, code]) => [
      name,
      merges.find(({ dimension, codes }) => dimension === name && codes.includes(code))?.code ?? code,
    ]),
  )
}

/** What is put together of a dimension, by how many each code has in the whole table, and what that tells. */
function mergesOf(
  builder: SystemBuilder,
  {
    name,
    groups,
    figureOf,
  }: {
    name: DimensionName
    groups: readonly Cell[]
    figureOf: (codes: Record<string, readonly string[]>, isPrinted: boolean) => FigureCounts
  },
): { merges: Merge[]; knowledge: Knowledge[] } {
  const codes = [...new Set(groups.map((group) => group[name] as string))]
  const indexOf = (list: readonly string[]) => {
    const { numerator, denominator } = figureOf({ [name]: list }, false)
    return denominator ?? numerator
  }
  const { merges, knowledge } = chooseMerges(name, codes, (list) => builder.valueOf(indexOf(list)))
  return {
    merges,
    knowledge: knowledge.map(({ codes: list, alternatives, least, most }) => ({
      count: indexOf(list),
      least,
      most,
      alternatives: new Set(alternatives.map((code) => indexOf([code]))),
    })),
  }
}

const isSame = (one: readonly Merge[], other: readonly Merge[]) =>
  JSON.stringify(one.map(({ dimension, codes }) => [dimension, codes])) ===
  JSON.stringify(other.map(({ dimension, codes }) => [dimension, codes]))
