import { parentPort, workerData } from 'node:worker_threads'
import { protectAnswer, type PartlyGiven } from '../../../domain/disclosure/protect-answer.ts'
import { loadHighs } from '../../../platform/solver/highs.ts'
import { worldFinder } from '../find-world.ts'

/** The worker thread that protects an answer, one day after another, so that the process can go on answering requests. */
const days = workerData as PartlyGiven[]
const highs = await loadHighs()
parentPort?.postMessage(days.map((day) => protectAnswer(day, worldFinder(highs, day.system))))
