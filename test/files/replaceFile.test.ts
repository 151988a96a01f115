/** @file Files written through links, with their modes, past kills and full disks; and what is refused. */
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { readFile, writeFile, writeSafetensors } from 'cotangent/checkpoint'
import { afterAll, describe, expect, it } from 'vitest'
import { seed } from '../seed.ts'
import { canMount, ended, outcomes, startFiles } from './startFiles.ts'

const scratch = fs.mkdtempSync(join(tmpdir(), 'cotangent-files-'))
let made = 0
const folder = (): string => {
  const path = join(scratch, String(made++))
  fs.mkdirSync(path)
  return path
}

afterAll(() => fs.rmSync(scratch, { recursive: true }))

const write = async (path: string, contents: string): Promise<string> => {
  const written = await writeFile(path)(contents)()
  return E.isRight(written) ? 'fine' : 'code' in written.left ? written.left.code : written.left._tag
}
const text = (path: string): string => fs.readFileSync(path, 'utf8')
const modeOf = (path: string): string => (fs.statSync(path).mode & 0o7777).toString(8)

describe('replaceFile', () => {
  it('writes through symbolic links, absolute and relative, and keeps them', async () => {
    const at = folder()
    fs.mkdirSync(join(at, 'store'))
    fs.writeFileSync(join(at, 'store/old'), 'old')
    fs.symlinkSync('store', join(at, 'through'))
    fs.symlinkSync(join(at, 'through/old'), join(at, 'absolute'))
    fs.symlinkSync('absolute', join(at, 'relative'))
    expect(await write(join(at, 'relative'), 'new')).toBe('fine')
    expect(text(join(at, 'store/old'))).toBe('new')
    expect(fs.readlinkSync(join(at, 'relative'))).toBe('absolute')
    expect(fs.readlinkSync(join(at, 'absolute'))).toBe(join(at, 'through/old'))
    expect(fs.readdirSync(join(at, 'store'))).toEqual(['old'])
  })

  it('makes the file that a link leads to, but not its folder', async () => {
    const at = folder()
    fs.symlinkSync('later', join(at, 'link'))
    fs.symlinkSync('no/later', join(at, 'far'))
    expect(await write(join(at, 'link'), 'new')).toBe('fine')
    expect(text(join(at, 'later'))).toBe('new')
    expect(await write(join(at, 'far'), 'new')).toBe('ENOENT')
    expect(fs.readdirSync(at).toSorted()).toEqual(['far', 'later', 'link'])
  })

  it('makes the folders that are missing, however many', async () => {
    const at = folder()
    expect(await write(join(at, 'a/b/c/file'), 'new')).toBe('fine')
    expect(text(join(at, 'a/b/c/file'))).toBe('new')
    expect(await write(join(at, 'a/b/d/file'), 'other')).toBe('fine')
    expect(fs.readdirSync(join(at, 'a/b')).toSorted()).toEqual(['c', 'd'])
  })

  it('refuses links that lead in a circle', async () => {
    const at = folder()
    fs.symlinkSync('b', join(at, 'a'))
    fs.symlinkSync('a', join(at, 'b'))
    expect(await write(join(at, 'a'), 'new')).toBe('ELOOP')
  })

  it.each(['600', '640', '755', '666'])('keeps a mode of %s, whatever the mask', async (mode) => {
    const path = join(folder(), 'file')
    fs.writeFileSync(path, 'old')
    fs.chmodSync(path, Number.parseInt(mode, 8))
    const mask = process.umask(0o077)
    try {
      expect(await write(path, 'new')).toBe('fine')
    } finally {
      process.umask(mask)
    }
    expect(modeOf(path)).toBe(mode)
  })

  it('makes new files as the mask says', async () => {
    const at = folder()
    const mask = process.umask(0o027)
    try {
      await write(join(at, 'file'), 'new')
    } finally {
      process.umask(mask)
    }
    expect(modeOf(join(at, 'file'))).toBe('640')
  })

  it('takes a name of 255 bytes', async () => {
    const path = join(folder(), 'é'.repeat(127))
    expect([await write(path, 'old'), await write(path, 'new'), text(path)]).toEqual(['fine', 'fine', 'new'])
  })

  it('refuses what is no regular file, and leaves it as it is', async () => {
    const at = folder()
    execFileSync('mkfifo', [join(at, 'fifo')])
    fs.symlinkSync('fifo', join(at, 'link'))
    fs.mkdirSync(join(at, 'folder'))
    const tasks = ['fifo', 'link', 'folder'].map((name) => ['write', join(at, name), 3, 1] as const)
    expect(await outcomes(tasks)).toEqual(['ENOTREGULAR', 'ENOTREGULAR', 'EISDIR'])
    expect(fs.statSync(join(at, 'fifo')).isFIFO()).toBe(true)
    expect(fs.readdirSync(at)).toHaveLength(3)
  })

  it.skipIf(process.platform !== 'linux')('refuses at once what the kernel makes up', async () => {
    const paths = ['/proc/new/file', '/proc/self/comm', '/sys/new', '/proc/self/fd/new/file', '/proc/new']
    const found = await outcomes(paths.map((path) => ['write', path, 3, 1] as const))
    expect(found).toEqual(paths.map(() => 'EPSEUDO'))
  })

  it.skipIf(process.getuid?.() === 0)('refuses a file that may not be written to (root may write to any)', async () => {
    const path = join(folder(), 'file')
    fs.writeFileSync(path, 'old')
    fs.chmodSync(path, 0o444)
    expect([await write(path, 'new'), text(path)]).toEqual(['EACCES', 'old'])
  })

  it.skipIf(process.getuid?.() === 0)('loses nothing in a read-only folder (root may write to any)', async () => {
    const at = folder()
    fs.writeFileSync(join(at, 'file'), 'old')
    fs.chmodSync(at, 0o555)
    expect([await write(join(at, 'file'), 'new'), text(join(at, 'file'))]).toEqual(['EACCES', 'old'])
  })

  it('forgets the half-written file when a part cannot be made', async () => {
    const path = join(folder(), 'weights')
    await write(path, 'old')
    const shape: readonly number[] = [1]
    const entry = { dtype: 'F32', shape, data: new Float32Array(2) } as const
    const written = await writeSafetensors(path)({ tensors: new Map([['w', entry]]), metadata: new Map() })()
    expect(E.isLeft(written)).toBe(true)
    expect([fs.readdirSync(join(path, '..')), text(path)]).toEqual([['weights'], 'old'])
  })
})

describe('a save that was killed', () => {
  it('is cleaned up after by the next one to the same file, which is another file meanwhile', async () => {
    const at = folder()
    const path = join(at, 'file')
    await write(path, 'old')
    const { child, line } = startFiles(['pause', path])
    expect(await line()).toBe('half')
    expect(fs.readdirSync(at)).toHaveLength(2)
    child.kill('SIGKILL')
    await ended(child)
    expect(text(path)).toBe('old')
    await write(join(at, 'other'), 'new')
    expect(fs.readdirSync(at)).toHaveLength(3)
    await write(path, 'new')
    expect(fs.readdirSync(at).toSorted()).toEqual(['file', 'other'])
    expect(text(path)).toBe('new')
  })

  it('is told from one that goes on: two processes save at once', async () => {
    const at = folder()
    const path = join(at, 'file')
    const { child, line } = startFiles(['pause', path])
    expect(await line()).toBe('half')
    expect(await write(path, 'mine')).toBe('fine')
    expect(text(path)).toBe('mine')
    child.stdin?.write('\n')
    expect(await line()).toBe('fine')
    await ended(child)
    expect([fs.readdirSync(at), text(path)]).toEqual([['file'], 'one half, the other'])
  })

  it('is told from saves of our own that go on', async () => {
    const at = folder()
    const path = join(at, 'file')
    const all = await Promise.all(Array.from({ length: 20 }, (_, k) => write(path, String(k).repeat(100_000))))
    expect(all.every((one) => one === 'fine')).toBe(true)
    expect(fs.readdirSync(at)).toEqual(['file'])
    expect(new Set(text(path)).size).toBeLessThan(3)
  })

  it('elsewhere, is believed to go on until nothing was written for a day', async () => {
    const at = folder()
    const path = join(at, 'file')
    const { child, line } = startFiles(['pause', path])
    await line()
    const [own = ''] = fs.readdirSync(at)
    child.kill('SIGKILL')
    await ended(child)
    const foreign = own.replace(/\.[0-9a-f]{8}-/, '.00000000-')
    expect(foreign).not.toBe(own)
    fs.renameSync(join(at, own), join(at, foreign))
    await write(path, hostname())
    expect(fs.readdirSync(at).toSorted()).toEqual(['file', foreign].toSorted())
    const before = Date.now() / 1000 - 25 * 60 * 60
    fs.utimesSync(join(at, foreign), before, before)
    await write(path, hostname())
    expect(fs.readdirSync(at)).toEqual(['file'])
  })

  it('at any moment, loses nothing that was acknowledged', async () => {
    const path = join(folder(), 'file')
    const bytes = 200_000
    for (let k = 0; k < 4; k++) {
      const { child, line } = startFiles(['forever', path, bytes])
      let safe = Number(await line())
      const stop = setTimeout(() => child.kill('SIGKILL'), (seed() * 7 + k * 13) % 60)
      const gone = ended(child)
      let isGone = false
      while (!isGone) {
        const next = await Promise.race([line(), gone.then(() => null)])
        if (next === null) isGone = true
        else safe = Number(next)
      }
      clearTimeout(stop)
      const found = fs.readFileSync(path)
      expect(found).toHaveLength(bytes)
      expect(found.every((byte) => byte === found[0])).toBe(true)
      expect(((found[0] ?? 0) - safe + 256) % 256).toBeLessThanOrEqual(2)
    }
    await write(path, 'new')
    expect(fs.readdirSync(join(path, '..'))).toEqual(['file'])
  })
})

describe.skipIf(!canMount())('a disk of its own (where this machine lets us mount one)', () => {
  const disk = (size: string): { readonly at: string; readonly shell: string } => {
    const at = folder()
    return { at, shell: `mount -t tmpfs -o size=${size} tmpfs '${at}'` }
  }

  it('that is full keeps the old file, and nothing else', async () => {
    const { at, shell } = disk('1m')
    const path = join(at, 'file')
    const tasks = [
      ['write', path, 700_000, 1],
      ['write', path, 700_000, 2],
      ['look', path],
      ['write', join(at, 'small'), 200_000, 3],
    ] as const
    expect(await outcomes(tasks, { shell })).toEqual(['fine', 'ENOSPC', 'file: 700000 of 1', 'fine'])
  })

  it('that shows a device is not written to', async () => {
    const { at, shell } = disk('1m')
    // A stand-in that only the process sees: a fault may then replace no more than a name in our folder.
    const shown = `${shell}\ntouch '${at}/device'\nmount --bind /dev/null '${at}/device'`
    expect(await outcomes([['write', join(at, 'device'), 3, 1]], { shell: shown })).toEqual(['ENOTREGULAR'])
  })

  it('that is read-only is said to be', async () => {
    const { at, shell } = disk('1m')
    const locked = `${shell}\necho -n old > '${at}/file'\nmount -o remount,ro '${at}'`
    const tasks = [
      ['write', join(at, 'file'), 3, 1],
      ['write', join(at, 'new/file'), 3, 1],
      ['read', join(at, 'file')],
    ] as const
    expect(await outcomes(tasks, { shell: locked })).toEqual(['EROFS', 'EROFS', 'fine'])
  })
})

describe('reading', () => {
  it('waits for nobody: FIFOs, devices and files of the kernel are refused', async () => {
    const at = folder()
    fs.mkdirSync(join(at, 'photos/cats'), { recursive: true })
    execFileSync('mkfifo', [join(at, 'photos/cats/x.png')])
    const fifo = join(at, 'photos/cats/x.png')
    const found = await outcomes([
      ['read', fifo],
      ['readBytes', fifo],
      ['readSafetensors', fifo],
      ['readImageFolder', join(at, 'photos')],
      ['read', '/dev/zero'],
      ['readBytes', '/dev/random'],
      ['readSafetensors', '/dev/tty'],
      ['read', at],
    ])
    expect(found.slice(0, 6)).toEqual(Array(6).fill('ENOTREGULAR'))
    expect(['ENOTREGULAR', 'ENXIO', 'ENOENT']).toContain(found[6])
    expect(found[7]).toBe('EISDIR')
    if (process.platform === 'linux') {
      const kernel = ['/proc/kmsg', '/proc/self/status', '/proc/self/pagemap'] as const
      const told = await outcomes(kernel.map((path) => ['read', path]))
      expect(told.every((code) => code === 'EPSEUDO' || code === 'EACCES')).toBe(true)
    }
  })

  it.skipIf(process.platform === 'win32')('opens no socket, which would refuse in words of its own', async () => {
    const path = join(folder(), 'socket')
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(path, resolve)
    })
    try {
      expect(await readFile(path)()).toMatchObject({ left: { code: 'ENOTREGULAR' } })
    } finally {
      server.close()
    }
  })

  it('holds the size to the budget before it reads, and while a file grows', async () => {
    const path = join(folder(), 'file')
    await write(path, 'four')
    expect(await readFile(path, { maxBytes: 4 })()).toEqual(E.right(Uint8Array.from(Buffer.from('four'))))
    const over = { _tag: 'OverBudget', option: 'maxBytes', limit: 3, claimed: 4 }
    expect(await readFile(path, { maxBytes: 3 })()).toEqual(E.left(over))
    fs.truncateSync(path, 2 ** 40)
    expect(await readFile(path)()).toMatchObject({ left: { _tag: 'OverBudget', claimed: 2 ** 40 } })
  })
})
