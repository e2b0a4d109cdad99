import { setImmediate } from 'node:timers/promises'
import type { TargetValue } from '../../domain/scorecards/rag.ts'

/** The charting library, loaded with the first chart: it would be a fifth of what the service is resident in. */
async function charts() {
  const [{ init, use }, { LineChart }, components, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  const { GridComponent, MarkAreaComponent, MarkLineComponent } = components
  use([LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer])
  return init
}
let chartLibrary: ReturnType<typeof charts> | undefined

const size = { width: 132, height: 34 }
const ink = '#1b2a3a'
const faint = '#c9d3dd'

/** The least and greatest that the chart shows: all of the values and the target, with some air. */
function extent(
  values: readonly (number | null)[],
  target: TargetValue | null,
): { min: number; max: number } {
  const aims = target === null ? [] : 'low' in target ? [target.low, target.high] : [target.value]
  const all = [...values.filter((value) => value !== null), ...aims]
  const [min, max] = [Math.min(...all), Math.max(...all)]
  const air = (max - min || Math.abs(max) || 1) / 8
  return { min: min - air, max: max + air }
}

/**
 * A small line of a row's figures over time, the last of them marked, with its target as a dashed line or a band: SVG
 * that has no style, script or reference of its own. Other requests are answered before it is drawn.
 * @returns nothing where there are not two figures to join
 */
export async function sparkline(
  values: readonly (number | null)[],
  target: TargetValue | null,
  index: number,
): Promise<string | null> {
  if (values.filter((value) => value !== null).length < 2) return null
  await setImmediate()
  const init = await (chartLibrary ??= charts())
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  const last = values.findLastIndex((value) => value !== null)
  chart.setOption({
    animation: false,
    grid: { left: 5, right: 5, top: 4, bottom: 4 },
    xAxis: { type: 'category', show: false, boundaryGap: false, data: values.map((_, position) => position) },
    yAxis: { type: 'value', show: false, ...extent(values, target) },
    series: [
      {
        type: 'line',
        silent: true,
        clip: false,
        data: values.map((value, position) => ({
          value: value ?? '-',
          symbolSize: position === last ? 6 : 2.5,
        })),
        symbol: 'circle',
        itemStyle: { color: ink },
        lineStyle: { color: ink, width: 1.5 },
        ...(target === null ? {} : marks(target)),
      },
    ],
  })
  const svg = chart.renderToSVGString({ useViewBox: true })
  chart.dispose()
  return plain(svg, index)
}

const marks = (target: TargetValue) =>
  'low' in target
    ? {
        markArea: {
          silent: true,
          itemStyle: { color: faint },
          data: [[{ yAxis: target.low }, { yAxis: target.high }]] as [[{ yAxis: number }, { yAxis: number }]],
        },
      }
    : {
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { type: 'dashed' as const, color: '#5b6b7b' },
          data: [{ yAxis: target.value }],
        },
      }

/** Without the rules for pointers that ECharts puts in, which the page's policy refuses; identifiers its own. */
function plain(svg: string, index: number): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events|xmlns:xlink|baseProfile|version)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `chart${index}-`)
    .replace(/\n+/g, '')
    .replace('<svg ', '<svg class="trend" aria-hidden="true" focusable="false" ')
}
