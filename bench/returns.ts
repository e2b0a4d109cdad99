import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UploadedFile } from '../src/platform/http/uploads.ts'

/* Synthetic returns of one authority. */

const firstYear = 2020

const columns = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
  uasc: 'CHILD,SEX,DOB,DUC',
  reviews: 'CHILD,DOB,REVIEW,REVIEW_CODE',
  missing: 'CHILD,DOB,MISSING,MIS_START,MIS_END',
  oc2: 'CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED',
  swEpisodes: 'CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON',
} as const

export const homePostcode = (child: number) => `CW${1 + (child % 9)} 1AA`
export const placementPostcode = (child: number) => `CW${1 + (child % 7)} 2AB`

/** Of one child each, so that no two look like one. */
function birthday(child: number): string {
  const [day, month] = [1 + (child % 28), 1 + (Math.floor(child / 28) % 12)]
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${2008 + Math.floor(child / 336)}`
}

/** The rows of a child in a year: two placements, two reviews, one time missing of every third child. */
function linesOf(child: number, year: number): Record<keyof typeof columns, string[]> {
  const start = year - 1
  const [born, sex] = [birthday(child), year >= 2025 ? 'M' : '1']
  const place = `${homePostcode(child)},${placementPostcode(child)},SC${123_000 + (child % 400)}`
  return {
    header: [`${child},${sex},${born},WBRI,UN3,,`],
    episodes: [
      `${child},01/0${1 + (child % 9)}/2019,S,C2,N1,U4,PR1,1${child % 9}/07/${start},X1,CARPL,${place}`,
      `${child},1${child % 9}/07/${start},P,C2,N1,U6,PR1,,,,${place}`,
    ],
    uasc: child % 20 === 0 ? [`${child},${sex},${born},`] : [],
    reviews: [`${child},${born},05/09/${start},PN1`, `${child},${born},05/03/${year},PN1`],
    missing: child % 3 === 0 ? [`${child},${born},M,02/06/${start},04/06/${start}`] : [],
    oc2: [`${child},${born},12,,0,,1,1,1,0,,`],
    swEpisodes: [`${child},${born},SW1,01/04/${start},,MANAGE`],
  }
}

/** Writes the returns of years, the first of them 2019/20, each with the same children. */
export async function writeReturns(
  folder: string,
  { years, children }: { years: number; children: number },
): Promise<UploadedFile[]> {
  const files: UploadedFile[] = []
  for (let year = firstYear; year < firstYear + years; year++) {
    const lines = Array.from({ length: children }, (_, child) => linesOf(child, year))
    for (const [module, heading] of Object.entries(columns)) {
      const rows = lines.flatMap((ofChild) => ofChild[module as keyof typeof columns])
      const path = join(folder, `${year}-${module}.csv`)
      await writeFile(path, [heading, ...rows, ''].join('\n'))
      files.push({ path, name: `${year - 1}-${String(year).slice(2)}/${module}.csv` })
    }
  }
  return files
}
