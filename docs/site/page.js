/** @file Buttons that run the examples of a page. */
const modulesOf = () =>
  import(new URL('run/modules.js', new URL(document.querySelector('script[src*="assets/main.js"]').src)).href)

const AsyncFunction = (async () => {}).constructor

/** A number of float32 by the fewest digits that tell it from its neighbours. */
const short = (x) => {
  if (Number.isInteger(x) || Math.fround(x) !== x) return x
  const digits = [6, 7, 8, 9].find((count) => Math.fround(Number(x.toPrecision(count))) === x)
  return digits === undefined ? x : Number(x.toPrecision(digits))
}

const textOf = (value) => {
  const plain = (_, inner) => {
    if (typeof inner === 'number') return short(inner)
    return ArrayBuffer.isView(inner) ? Array.from(inner) : typeof inner === 'function' ? 'function' : inner
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined)
    return Object.is(value, -0) ? '-0' : String(plain('', value))
  return JSON.stringify(value, plain) ?? String(value)
}

const run = async (code, output) => {
  output.hidden = false
  output.textContent = '…'
  const lines = []
  const started = performance.now()
  try {
    const { modules } = await modulesOf()
    const show = (value) => lines.push(`// => ${textOf(value)}`)
    await new AsyncFunction('$load', '$show', code)((name) => modules[name](), show)
    lines.push(`${(performance.now() - started).toFixed(0)} ms`)
  } catch (thrown) {
    lines.push(String(thrown?.message ?? thrown))
  }
  output.textContent = lines.join('\n')
}

for (const template of document.querySelectorAll('template.example')) {
  const [button, output] = [document.createElement('button'), document.createElement('pre')]
  button.type = 'button'
  button.className = 'run'
  button.textContent = document.documentElement.lang === 'zh' ? '运行' : 'Run'
  output.className = 'result'
  output.hidden = true
  output.setAttribute('aria-live', 'polite')
  button.addEventListener('click', () => run(template.content.textContent, output))
  template.after(button, output)
}
