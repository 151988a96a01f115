/**
 * Runs the scripts of `package.json` that are named, at once: each keeps one core busy. Says what each has to say when it is
 * done; exits with 1 if one of them fails.
 */
import { spawn } from 'node:child_process'

const run = (name) =>
  new Promise((resolve) => {
    const start = Date.now()
    const child = spawn('npm', ['run', '--silent', name], { shell: process.platform === 'win32' })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
    child.on('error', (error) => (said += error.message))
    child.on('close', (code) => {
      process.stdout.write(
        `${said}${name} ${code === 0 ? 'passes' : 'FAILS'} after ${Math.round((Date.now() - start) / 1000)} s\n`,
      )
      resolve(code === 0)
    })
  })

const passed = await Promise.all(process.argv.slice(2).map(run))
process.exitCode = passed.every(Boolean) ? 0 : 1
