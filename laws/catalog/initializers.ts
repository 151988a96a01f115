/** @file Every initializer of `cotangent/nn`: one line per initializer. */
import type { Initializer } from '../../src/nn/index.ts'
import * as nn from '../../src/nn/index.ts'

/** Initializers, by name. */
export const initializers = {
  heNormal: nn.heNormal,
  heUniform: nn.heUniform,
  lecunNormal: nn.lecunNormal,
  lecunUniform: nn.lecunUniform,
  torchUniform: nn.torchUniform,
  xavierNormal: nn.xavierNormal,
  xavierUniform: nn.xavierUniform,
  constantInitializer: nn.constantInitializer(0.5),
  orthogonal: nn.orthogonal(),
  truncatedNormal: nn.truncatedNormal(),
  zeroInitializer: nn.zeroInitializer,
} as const satisfies Readonly<Record<string, Initializer>>
