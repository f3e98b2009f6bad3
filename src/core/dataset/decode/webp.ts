import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RawPicture } from './raw-picture.ts'

/**
 * A quick path for small, plain, lossy WebP files: libwebp compiled to WebAssembly decodes a 96 x 96 picture in a quarter
 * of a millisecond, libvips takes over one. Lossless, transparent, animated, colour-managed and turned pictures are left
 * to sharp: they need its newer libwebp (the one here is older than the fix for CVE-2023-4863 in lossless decoding, though
 * WebAssembly would confine it) or its other steps. Sharp also has the last word on files that are wrong in any way.
 */
const MAX_QUICK_PIXELS = 65_536
const HEADER_BYTES = 30

interface WebpDecoder {
  decode(bytes: Uint8Array): { readonly width: number; readonly height: number; readonly data: Uint8Array } | null
}

async function loadDecoder(): Promise<WebpDecoder | undefined> {
  try {
    const { default: makeDecoder } = await import('@jsquash/webp/codec/dec/webp_dec.js')
    const wasm = createRequire(import.meta.url).resolve('@jsquash/webp/codec/dec/webp_dec.wasm')
    return (await makeDecoder({ noInitialRun: true, wasmBinary: readFileSync(wasm) })) as unknown as WebpDecoder
  } catch {
    // Without it sharp does the same, more slowly.
    return undefined
  }
}

let loading: Promise<WebpDecoder | undefined> | undefined

/** Width and height of a file that is one lossy frame and nothing else. */
function plainSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 12, 16) !== 'VP8 ') return undefined
  if (bytes.readUInt32LE(4) + 8 !== bytes.length || bytes.readUIntBE(23, 3) !== 0x9d012a) return undefined
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
}

/** The picture in a small, plain, lossy WebP file; undefined for any other, whether or not sharp can read it. */
export async function readSmallWebp(bytes: Buffer): Promise<RawPicture | undefined> {
  const size = plainSize(bytes)
  if (size === undefined || size.width * size.height > MAX_QUICK_PIXELS) return undefined
  loading ??= loadDecoder()
  const decoder = await loading
  let decoded: ReturnType<WebpDecoder['decode']> | undefined
  try {
    decoded = decoder?.decode(bytes)
  } catch {
    // Whatever stopped it may have left its memory in disorder: the next picture gets a new one.
    loading = undefined
  }
  if (decoded?.width !== size.width || decoded.height !== size.height) return undefined
  const data = new Uint8Array(size.width * size.height * 3)
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = decoded.data[from] as number
    data[to + 1] = decoded.data[from + 1] as number
    data[to + 2] = decoded.data[from + 2] as number
  }
  return { ...size, channels: 3, data }
}
