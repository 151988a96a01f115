/** @file All planted faults. */
import type { Fault } from '../Fault.ts'
import { derivativeFaults } from './derivatives.ts'
import { edgeFaults } from './edges.ts'
import { fileFaults } from './files.ts'
import { gpuFaults } from './gpu.ts'
import { hostileFaults } from './hostile.ts'
import { layerFaults } from './layers.ts'
import { machineryFaults } from './machinery.ts'
import { onnxFaults } from './onnx.ts'
import { onnxExportFaults } from './onnxExport.ts'
import { purityFaults } from './purity.ts'
import { rankFaults } from './ranks.ts'
import { rareFaults } from './rareCases.ts'
import { sourceFaults } from './sources.ts'
import { transformFaults } from './transforms.ts'
import { treeFaults } from './trees.ts'
import { visionFaults } from './vision.ts'
import { windowFaults } from './windows.ts'

/** Every fault, by where it is. */
export const faults: readonly Fault[] = [
  ...derivativeFaults,
  ...windowFaults,
  ...layerFaults,
  ...machineryFaults,
  ...purityFaults,
  ...rankFaults,
  ...transformFaults,
  ...treeFaults,
  ...gpuFaults,
  ...edgeFaults,
  ...hostileFaults,
  ...fileFaults,
  ...rareFaults,
  ...sourceFaults,
  ...onnxFaults,
  ...onnxExportFaults,
  ...visionFaults,
]
