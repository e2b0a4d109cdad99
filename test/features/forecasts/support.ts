import type { ForecastView } from '../../../src/features/forecasts/schema.ts'
import type { TestClient } from '../../support/app.ts'

/** Asks for a forecast and waits until it has ended. */
export async function forecastFrom(client: TestClient, body: Record<string, unknown>): Promise<ForecastView> {
  const answer = await client.post('/v1/forecasts', { worlds: 50, ...body })
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body))
  return finishedForecast(client, answer.body.id)
}

export async function finishedForecast(client: TestClient, id: string): Promise<ForecastView> {
  for (;;) {
    const { body } = await client.get<ForecastView>(`/v1/forecasts/${id}`)
    if (body.status !== 'queued' && body.status !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export const totalOf = ({ result }: ForecastView) => result!.series.find((one) => one.by === 'total')!
