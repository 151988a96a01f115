/** @file What a page remembers of architectures, and the program in which a visitor may go wrong; it loads no network. */
import type { ValuesOf } from '../common/Field.ts'
import { oneOf, whole } from '../common/Field.ts'

/** Networks in the order of their years. */
export const architectureNames = [
  'lenet',
  'alexnet',
  'vgg16',
  'googlenet',
  'resnet18',
  'resnet50',
  'squeezenet1_1',
  'mobilenet_v2',
] as const

export type ArchitectureName = (typeof architectureNames)[number]

/** The numbers that fit. */
export const fitting = { channels: 6, features: 400 } as const

/** The greatest number that the editor takes. */
export const largest = 9999

/**
 * Numbers for which the compiler is asked when the site is built, one for each that it speaks of in its own way: the one
 * that fits, 1, which has no plural, and one of each length, since it shortens long types. No probe of one kind is a probe of
 * the other, or another number of the program.
 */
export const probes = {
  channels: [6, 1, 8, 18, 118, 1118],
  features: [400, 1, 7, 77, 777, 7777],
} as const

/** The probe that stands for a number. */
const probeOf = (numbers: readonly number[], value: number): number =>
  numbers.find((one) => one === value) ??
  numbers.find((one, k) => k > 1 && String(one).length === String(value).length) ??
  value

export const fields = {
  name: oneOf(architectureNames, 'lenet'),
  channels: whole(1, largest, 6),
  features: whole(1, largest, 256),
}

export type Architectures = ValuesOf<typeof fields>

/** What the compiler says of a line, from 1. */
export interface CompilerMessage {
  readonly line: number
  readonly text: string
}

/** What the compiler says of each program, by {@link programName}. */
export type CompilerMessages = Readonly<Record<string, readonly CompilerMessage[]>>

/** What the site keeps of the compiler: its version, and what it says. */
export interface Compiled {
  readonly version: string
  readonly messages: CompilerMessages
}

/** The name of a program of the editor. */
export const programName = (channels: number, features: number): string => `${channels}-${features}`

/** What the compiler says of a program: its words about the program of the probes, with the numbers of this one. */
export const messagesFor = (
  messages: CompilerMessages,
  channels: number,
  features: number,
): readonly CompilerMessage[] => {
  const asked = [probeOf(probes.channels, channels), probeOf(probes.features, features)] as const
  return (messages[programName(...asked)] ?? []).map(({ line, text }) => ({
    line,
    text: text.replace(/\d+/g, (number) => {
      if (Number(number) === asked[0] && channels !== asked[0]) return String(channels)
      return Number(number) === asked[1] && features !== asked[1] ? String(features) : number
    }),
  }))
}

/** A program of the editor. */
export const programOf = (
  channels: number,
  features: number,
): string => `import { flatten, maxPool2d, relu } from 'cotangent'
import { conv2d, dense, model, named } from 'cotangent/nn'

export const lenet = model(
  [-1, 1, 28, 28],
  named('conv1', conv2d({ in: 1, out: 6, kernel: 5, padding: 2 })),
  relu,
  maxPool2d({ kernel: 2 }),
  named('conv2', conv2d({ in: ${channels}, out: 16, kernel: 5 })),
  relu,
  maxPool2d({ kernel: 2 }),
  flatten,
  named('fc1', dense(${features}, 120)),
  relu,
  named('fc2', dense(120, 84)),
  relu,
  named('fc3', dense(84, 10)),
)
`

/** A program that prints the summary. */
export const codeOf = ({ name }: Architectures): string => `import { networks } from 'cotangent/models'
import { showSummary, summary } from 'cotangent/nn'

const named = networks['${name}']
if (named !== undefined) console.log(showSummary(summary(named.network(), [1, ...named.input])))
`
