/** @file The compiled modules, which share one memory. */
import binaryen from 'binaryen'
import { describe, expect, it } from 'vitest'
import { entryModule, productModule, windowModule } from '../../../src/backend/wasm/modules.ts'

/** The first address behind the module's constants, and the first of them. */
const constantsOf = (binary: Uint8Array): readonly (readonly [from: number, to: number])[] => {
  const module = binaryen.readBinary(binary)
  const text = module.emitText()
  module.dispose()
  return [...text.matchAll(/\(data \S+ \(i32\.const (\d+)\) "((?:[^"\\]|\\.)*)"/g)].map(([, from, data = '']) => {
    const bytes = data.replace(/\\[0-9a-f]{2}/g, '.').replace(/\\./g, '.').length
    return [Number(from), Number(from) + bytes]
  })
}

describe('the constants of the modules', () => {
  it('lie apart from one another, and below the control words', () => {
    const all = [entryModule, productModule, windowModule].flatMap(({ binaries }) => constantsOf(binaries().plain))
    const ordered = all.toSorted(([a], [b]) => a - b)
    ordered.forEach(([from], k) => {
      expect(from).toBeGreaterThanOrEqual(ordered[k - 1]?.[1] ?? 1024)
    })
    expect(ordered.at(-1)?.[1] ?? 0).toBeLessThanOrEqual(1 << 16)
  })
})

describe('a module', () => {
  it('imports nothing but memory, products of the host, and the modules that are linked to it', () => {
    const imports = [entryModule, productModule, windowModule].map(({ binaries }) =>
      WebAssembly.Module.imports(new WebAssembly.Module(binaries().plain)).map(
        ({ module, name }) => `${module}.${name}`,
      ),
    )
    expect(imports.map((names) => names.toSorted())).toEqual([
      ['env.memory', 'products.execute', 'windows.execute'],
      ['env.memory', 'hostProduct.product'],
      ['env.memory'],
    ])
  })
})
