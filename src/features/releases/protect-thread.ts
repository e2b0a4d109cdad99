import { parentPort, workerData } from 'node:worker_threads'
import { protect } from '../../domain/disclosure/protect.ts'
import type { System } from '../../domain/disclosure/system.ts'
import { loadHighs } from '../../platform/solver/highs.ts'
import { worldFinder } from './find-world.ts'

/** The worker thread that protects a release, so that the process can go on answering requests. */
const system = workerData as System
parentPort?.postMessage(protect(system, worldFinder(await loadHighs(), system)))
