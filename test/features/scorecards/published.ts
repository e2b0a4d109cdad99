import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Made-up files for tests, in the shape of those that DfE publishes. */

/** Cheshire East's neighbours in these tests: ten authorities of today by their old codes. */
export const neighbours = ['916', '937', '815', '877', '865', '850', '896', '931', '885', '370'] as const

export async function neighboursFile(folder: string, name = 'sn_model_2025_wide.csv'): Promise<string> {
  const header = neighbours.map((_, i) => `SN_${i + 1},SN_${i + 1}P`)
  const cells = neighbours.map((code) => `${code},Very close`)
  const path = join(folder, name)
  await writeFile(
    path,
    `\ufeffold_la_code,la_name,region_ind,region_name,${header.join()}\n895,Cheshire East,5,North West,${cells.join()}\n`,
  )
  return path
}

const header = [
  'time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name',
  'old_la_code,la_name,new_la_code,cla_group,placement_stability,children_count,children_percent',
].join()
const threeOrMore = 'CLA on 31 March,With 3 or more placements during the year'

export interface Line {
  area: 'England' | 'North West' | { old: string; code: string }
  year?: string
  what?: string
  count: string
  percent: string
}

/** Writes a file of placement stability; a line is of three or more placements in 2023 by default. */
export async function stabilityFile(folder: string, name: string, lines: readonly Line[]): Promise<string> {
  const rows = lines.map(({ area, year = '2023', what = threeOrMore, count, percent }) => {
    const where =
      area === 'England'
        ? 'National,E92000001,England,,,,,'
        : area === 'North West'
          ? 'Regional,E92000001,England,E12000002,North West,,,'
          : `Local authority,E92000001,England,E12000002,North West,${area.old},Somewhere,${area.code}`
    return `${year},Reporting year,${where},${what},${count},${percent}`
  })
  const path = join(folder, name)
  await writeFile(path, `\ufeff${header}\n${rows.join('\n')}\n`)
  return path
}
