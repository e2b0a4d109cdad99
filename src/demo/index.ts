export { referenceDay } from './cross-section.ts'
export {
  ensureDemonstration,
  loadDemonstration,
  stages,
  stageWords,
  type LoadOptions,
  type LoadReport,
  type Progress,
  type Stage,
} from './load.ts'
export { demonstrationAuthority } from './scale.ts'
