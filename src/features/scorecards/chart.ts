import { setImmediate } from 'node:timers/promises'
import type { TargetValue } from '../../domain/scorecards/rag.ts'

/** Loads the charting library with the first chart, since it takes about a fifth of the service's memory. */
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

/** The range of the vertical axis: that of the values and the target, widened by an eighth at both ends. */
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
 * A small line chart of a row's figures, the last one marked, with the target as a dashed line or a grey band. The SVG
 * has no styles, scripts or external references. Drawing is synchronous, so it yields to other requests first.
 * @param index of the chart on its page, which makes the ids in it unique
 * @returns null where there are fewer than two figures
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

/** Removes ECharts' styles and classes, which the page's content security policy refuses, and makes ids unique on the page. */
function plain(svg: string, index: number): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events|xmlns:xlink|baseProfile|version)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `chart${index}-`)
    .replace(/\n+/g, '')
    .replace('<svg ', '<svg class="trend" aria-hidden="true" focusable="false" ')
}
