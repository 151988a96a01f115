import { key, makeRuntime, normal, split, tensor, wasmBackend } from 'cotangent'
import { dataParallel, mpi } from 'cotangent/distributed'
import { alexnet, lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
const [, , name = 'LeNet', count = '256', steps = '60', threads = '1'] = process.argv
const made: any = await mpi()()
const group = made.right
const runtime = makeRuntime(wasmBackend({ threads: Number(threads) }))
const network: any = name === 'LeNet' ? lenet : alexnet()
const shape = name === 'LeNet' ? [1, 28, 28] : [3, 224, 224]
const own = Number(count) / group.size
const [params, state] = network.init(key(1))
const optimizer = sgd({ learningRate: 0.001 })
const objective: any = classify(network, crossEntropy)
const step: any = group.size === 1 ? runtime.compile(trainStep(objective, optimizer) as any) : dataParallel(group, { checkEvery: 1e9, metrics: 'sum', runtime })(objective, optimizer)
const batch = runtime.force({ images: normal([own, ...shape])(split(key(group.rank))[0]!), labels: tensor(Float32Array.from({ length: own }, (_, k) => k % 10), [own]) } as any)
let training: any = startTraining(optimizer, params as never, state as never)
const times: number[] = [], cpu: number[] = [], faults: number[] = []
for (let k = 0; k < Number(steps) + 10; k++) {
  const [t, c, f] = [performance.now(), process.cpuUsage(), process.resourceUsage()]
  const result = step(training, batch, key(2))
  runtime.item(result.loss)
  training = runtime.force(result.training)
  if (k >= 10) {
    times.push(performance.now() - t)
    const d = process.cpuUsage(c)
    cpu.push((d.user + d.system) / 1000)
    faults.push(process.resourceUsage().minorPageFault - f.minorPageFault)
  }
  await new Promise((r) => setImmediate(r))
}
const q = (a: number[], p: number) => a.toSorted((x, y) => x - y)[Math.floor(p * (a.length - 1))]!.toFixed(2)
if (group.rank === 0) console.log(name, count, 'ranks', group.size, 'ms', ...[0, 0.1, 0.5, 0.9].map((p) => q(times, p)), '| cpu', ...[0, 0.1, 0.5, 0.9].map((p) => q(cpu, p)), '| faults', ...[0, 0.5, 0.9].map((p) => q(faults, p)), JSON.stringify(runtime.backend.memory?.()))
group.close(); runtime.close()
