/** @file Buttons that run the examples of a page. */
const modulesOf = () =>
  import(new URL('run/modules.js', new URL(document.querySelector('script[src*="assets/main.js"]').src)).href)

const AsyncFunction = (async () => {}).constructor

const textOf = (value) => {
  const plain = (_, inner) =>
    ArrayBuffer.isView(inner) ? Array.from(inner) : typeof inner === 'function' ? 'function' : inner
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined)
    return Object.is(value, -0) ? '-0' : String(value)
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
  button.textContent = 'Run'
  output.className = 'result'
  output.hidden = true
  output.setAttribute('aria-live', 'polite')
  button.addEventListener('click', () => run(template.content.textContent, output))
  template.after(button, output)
}
