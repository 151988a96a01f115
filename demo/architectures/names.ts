/** @file What a page remembers of architectures, and the program in which a visitor may go wrong; it loads no network. */
import type { ValuesOf } from '../common/Field.ts'
import { oneOf } from '../common/Field.ts'

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

/** How many channels the second convolution may be given, and how many features the first dense layer. The first fit. */
export const channelChoices = ['6', '1', '3', '16'] as const
export const featureChoices = ['400', '256', '576', '784'] as const

/** How the choices are shown: as themselves. */
export const shown = {
  '6': '6',
  '1': '1',
  '3': '3',
  '16': '16',
  '400': '400',
  '256': '256',
  '576': '576',
  '784': '784',
} as const

export const fields = {
  name: oneOf(architectureNames, 'lenet'),
  channels: oneOf(channelChoices, '6'),
  features: oneOf(featureChoices, '256'),
}

export type Architectures = ValuesOf<typeof fields>

/** What the compiler says of a line, from 1. */
export interface CompilerMessage {
  readonly line: number
  readonly text: string
}

/** What the compiler says of each program, by {@link programName}. */
export type CompilerMessages = Readonly<Record<string, readonly CompilerMessage[]>>

/** The name of a program of the editor. */
export const programName = (channels: string, features: string): string => `${channels}-${features}`

/** A program of the editor. */
export const programOf = (
  channels: string,
  features: string,
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
