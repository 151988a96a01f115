/** @file In a process of its own, with `--expose-gc`: opens and closes a backend again and again; prints how many memories are left. */
import { makeRuntime, matmul, ones, sum, toArray, wasmBackend } from '../../../src/index.ts'

const Real = WebAssembly.Memory
const made: WeakRef<WebAssembly.Memory>[] = []
class Watched extends Real {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor)
    made.push(new WeakRef(this))
  }
}
WebAssembly.Memory = Watched

const size = 300
for (let round = 0; round < 6; round++) {
  const runtime = makeRuntime(wasmBackend({ threads: 3 }))
  toArray(sum()(matmul(ones([size, size]), ones([size, size]))), runtime)
  runtime.close()
  await new Promise((resolve) => setTimeout(resolve, 50))
}
for (let k = 0; k < 20 && made.some((memory) => memory.deref() !== undefined); k++) {
  globalThis.gc?.()
  await new Promise((resolve) => setTimeout(resolve, 50))
}
console.log(made.length, made.filter((memory) => memory.deref() !== undefined).length)
