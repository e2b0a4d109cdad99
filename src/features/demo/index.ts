export { referenceDay } from './cross-section.ts'
export { ensureDemonstration, loadDemonstration, stages, stageWords, type Progress } from './load.ts'
export { demonstrationAuthority } from './scale.ts'
