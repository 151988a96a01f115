/** @file The state of the page, and the address that stands for it. */
import type { Architectures } from './architectures/names.ts'
import { fields as architectures } from './architectures/names.ts'
import type { Backward } from './backward/model.ts'
import { fields as backward } from './backward/model.ts'
import type { ValuesOf } from './common/Field.ts'
import { oneOf, searchOf, valuesFrom } from './common/Field.ts'
import type { Convolution } from './convolution/model.ts'
import { fields as convolution } from './convolution/model.ts'
import type { Looking } from './inside/names.ts'
import { fields as inside } from './inside/names.ts'
import type { Pooling } from './pooling/model.ts'
import { fields as pooling } from './pooling/model.ts'
import type { TrainingChoice } from './training/names.ts'
import { fields as training } from './training/names.ts'

const page = { lang: oneOf(['en', 'zh'], 'en'), theme: oneOf(['auto', 'light', 'dark'], 'auto') }

/** All that the address remembers. The fields of the page stand bare in it, others after the name of their part. */
export interface State {
  readonly page: ValuesOf<typeof page>
  readonly convolution: Convolution
  readonly backward: Backward
  readonly pooling: Pooling
  readonly training: TrainingChoice
  readonly architectures: Architectures
  readonly inside: Looking
}

const within = (search: URLSearchParams, part: string): URLSearchParams =>
  new URLSearchParams(
    [...search].flatMap(([name, text]) => (name.startsWith(`${part}.`) ? [[name.slice(part.length + 1), text]] : [])),
  )

/** The state that an address stands for; every address stands for one. */
export const stateFrom = (search: URLSearchParams): State => ({
  page: valuesFrom(page, search),
  convolution: valuesFrom(convolution, within(search, 'convolution')),
  backward: valuesFrom(backward, within(search, 'backward')),
  pooling: valuesFrom(pooling, within(search, 'pooling')),
  training: valuesFrom(training, within(search, 'training')),
  architectures: valuesFrom(architectures, within(search, 'architectures')),
  inside: valuesFrom(inside, within(search, 'inside')),
})

const prefixed = (part: string, search: URLSearchParams): readonly (readonly [string, string])[] =>
  [...search].map(([name, text]) => [`${part}.${name}`, text])

/** The shortest address of a state. */
export const addressOf = (state: State): string => {
  const all = new URLSearchParams(
    [
      ...searchOf(page, state.page),
      ...prefixed('convolution', searchOf(convolution, state.convolution)),
      ...prefixed('backward', searchOf(backward, state.backward)),
      ...prefixed('pooling', searchOf(pooling, state.pooling)),
      ...prefixed('training', searchOf(training, state.training)),
      ...prefixed('architectures', searchOf(architectures, state.architectures)),
      ...prefixed('inside', searchOf(inside, state.inside)),
    ].map(([name, text]) => [name, text]),
  )
  return all.toString()
}
