import type { Test } from 'tap'
import type { PlanOutcome, Result } from '../../../src/features/plans/schema.ts'
import { testApp, type Body, type TestApp, type TestAppOptions, type TestClient } from '../../support/app.ts'

export interface Plan extends Omit<Body, 'items'> {
  id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  result: Result | null
}

/** Asks for a plan and waits until it has ended. */
export async function planOf(client: TestClient, body: Record<string, unknown>): Promise<Plan> {
  const answer = await client.post('/v1/plans', { lastStart: '2024-01-31', ...body })
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body))
  return finishedPlan(client, answer.body.id)
}

export async function finishedPlan(client: TestClient, id: string): Promise<Plan> {
  for (;;) {
    const { body } = await client.get<Plan>(`/v1/plans/${id}`)
    if (body.status !== 'queued' && body.status !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

export async function resultOf(client: TestClient, body: Record<string, unknown>): Promise<Result> {
  const plan = await planOf(client, body)
  if (plan.result === null) throw new Error(JSON.stringify(plan))
  return plan.result
}

export const valueOf = ({ values }: Pick<PlanOutcome, 'values'>, objective: string): number | undefined =>
  values.find((value) => value.objective === objective)?.value

/** Who goes into which bed from when, as `child bed day`. */
export const moves = ({ assignments }: Pick<PlanOutcome, 'assignments'>) =>
  assignments.map(({ childId, bedId, from }) => `${childId} ${bedId} ${from}`).sort()

export async function plansApp(
  t: Test,
  options?: TestAppOptions,
): Promise<TestApp & { officer: TestClient }> {
  const app = await testApp(t, options)
  return { ...app, officer: await app.as('placements') }
}
