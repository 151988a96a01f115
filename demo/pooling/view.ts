/** @file The part of the page on pooling. */
import type { TemplateResult } from 'lit-html'
import { html, nothing } from 'lit-html'
import * as F from '../common/formula.ts'
import type { Cell } from '../common/Grid.ts'
import { entryAt, isSameCell, totalOf } from '../common/Grid.ts'
import { keypad } from '../common/keypad.ts'
import { showNumber } from '../common/showNumber.ts'
import { choice, copyButton, gridView, hero, slider } from '../common/view.ts'
import type { Words } from '../words/Words.ts'
import type { Member, Pooling } from './model.ts'
import {
  codeOf,
  cornerOf,
  inputIn,
  inputNames,
  inputs,
  inputSide,
  kinds,
  lookedAt,
  membersOf,
  pooledBy,
  windowsOver,
} from './model.ts'

type Change = (patch: Partial<Pooling>) => void

/** What the window gives, with its entries. */
const windowFormula = ({ kind }: Pooling, members: readonly Member[], pooled: number): TemplateResult => {
  const separated = (sign: string) =>
    members.flatMap(({ entry }, k) => [...(k === 0 ? [] : [F.sign(sign)]), F.number(entry)])
  const result = F.number(Number(pooled.toFixed(3)))
  return kind === 'max'
    ? F.formula([F.name('max'), F.sign('('), ...separated(','), F.sign(')'), F.sign('='), result], true)
    : F.formula([F.fraction(F.row(...separated('+')), F.number(members.length)), F.sign('='), result], true)
}

/** The part. */
export const poolingView = (state: Pooling, words: Words, change: Change): TemplateResult => {
  const own = words.pooling
  const both = { max: pooledBy('max', state), average: pooledBy('average', state) }
  const { output, dy } = both[state.kind]
  const at = lookedAt(state, output)
  const members = membersOf(state, at)
  const memberAt = (cell: Cell): Member | undefined => members.find((member) => isSameCell(member.cell, cell))
  const over = windowsOver(state)
  const overlapping = over.cells.filter((count) => count > 1).length
  const ties = members.filter(({ isTied }) => isTied).length
  const { row, column } = state
  const pick = (window: Cell): void => change(cornerOf(state, window))
  const inWindow = (cell: Cell): string => {
    const member = memberAt(cell)
    if (member === undefined) return ''
    if (state.kind === 'average') return 'window'
    return `window ${member.isWinner ? 'winner' : ''} ${member.isTied ? 'tied' : ''}`
  }
  const typed = (cell: Cell, digit: number): void =>
    change({ input: state.input.with(cell.row * inputSide + cell.column, digit) })
  const dxView = (kind: 'max' | 'average'): TemplateResult =>
    gridView({
      name: `dx-${kind}`,
      label: own.dx[kind],
      grid: both[kind].dx,
      look: (cell) =>
        `${memberAt(cell) === undefined ? '' : 'window'} ${entryAt(over, cell) > 1 ? 'overlap' : ''} ${entryAt(over, cell) === 0 ? 'filler' : ''}`,
    })
  return html`
    <div class="bar">
      ${choice(own.title, kinds, own.kinds, state.kind, (kind) => change({ kind }))}
      ${choice(
        own.input,
        inputNames,
        own.inputs,
        inputNames.find((name) => inputs[name].join() === state.input.join()),
        (name) => change({ input: inputs[name] }),
      )}
      ${slider('window', own.size, [2, 3], state.kernel, (kernel) => change({ kernel }))}
      ${slider('pooling-stride', words.stride, [1, 3], state.stride, (stride) => change({ stride }))}
    </div>
    <div class="stage three">
      <div>
        ${gridView({
          name: 'pool-x',
          label: own.input,
          grid: inputIn(state),
          selected: { row, column },
          look: inWindow,
          pick: change,
          type: typed,
        })}
        ${keypad('pool-x', own.write, (digit) => typed({ row, column }, digit))}
        <p class="hint">${own.keys}</p>
      </div>
      <div>
        ${gridView({ name: 'pool-y', label: own.output, grid: output, selected: at, pick, hover: pick })}
        ${windowFormula(state, members, entryAt(output, at))}
      </div>
      <div>${gridView({ name: 'pool-dy', label: own.dy, grid: dy, selected: at, pick, hover: pick })}</div>
    </div>
    <div class="stage two">
      <div>${dxView('max')}</div>
      <div>${dxView('average')}</div>
    </div>
    <div class="results">
      <section>
        <h3>${own.totals}</h3>
        <div class="heroes">
          ${hero('sent', own.sent, showNumber(totalOf(dy), 9), true)}
          ${hero('arrived-max', own.arrived.max, showNumber(totalOf(both.max.dx), 9), true)}
          ${hero('arrived-average', own.arrived.average, showNumber(totalOf(both.average.dx), 9), true)}
        </div>
        ${ties > 0 && state.kind === 'max' ? html`<p class="hint" data-note="ties">${own.tie(ties)}</p>` : nothing}
        <p class="hint" data-note="overlap">${overlapping > 0 ? own.overlap(overlapping) : own.apart}</p>
      </section>
    </div>
    ${copyButton(words, () => codeOf(state))}
  `
}
