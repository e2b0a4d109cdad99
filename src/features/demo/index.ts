export { referenceDay } from './cross-section.ts'
export {
  ensureDemonstration,
  loadDemonstration,
  stages,
  stageWords,
  type LoadProgress as Progress,
} from './load.ts'
export { demonstrationAuthority } from './scale.ts'
