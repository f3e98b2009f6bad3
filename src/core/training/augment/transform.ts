/** Affine maps of pictures, as the way back from output to source. */
import type { Rng } from '../../../shared/random.ts'
import type { AugmentSpec } from '../../../shared/recipe.ts'
import type { Affine } from './resample.ts'

/** Leaves every pixel where it is. */
export function identity(): Affine {
  return { a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0 }
}

/** Changes `map` so that it first does what it did, then turns the source: that turns the picture, counter-clockwise. */
export function quarterTurns(map: Affine, turns: number): void {
  for (let i = 0; i < (turns & 3); i++) {
    const { a, b, c, d, tx, ty } = map
    // With y pointing down, a pixel of the turned picture at (x, y) was at (-y, x).
    map.a = -c
    map.b = -d
    map.c = a
    map.d = b
    map.tx = -ty
    map.ty = tx
  }
}

/**
 * Way back of a picture turned by `angle` (radians), sheared by `shear` along x, and sized by the factors `sx`, `sy`:
 * with one shear and two factors beside the rotation, every linear map is covered.
 */
export function setLinear(map: Affine, angle: number, shear: number, sx: number, sy: number): void {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  map.a = (cos - shear * -sin) / sx
  map.b = (sin - shear * cos) / sx
  map.c = -sin / sy
  map.d = cos / sy
  map.tx = 0
  map.ty = 0
}

/** Draws an affine change. The same number of random numbers is used whatever the spec, so fields do not disturb others. */
export function drawAffine(map: Affine, spec: AugmentSpec, rng: Rng, width: number): void {
  const angle = spec.rotation * rng.uniform(-1, 1)
  const shear = spec.shear * rng.uniform(-1, 1)
  const sx = 1 + spec.scale * rng.uniform(-1, 1)
  const sy = 1 + spec.scale * rng.uniform(-1, 1)
  const tx = spec.shift * width * rng.uniform(-1, 1)
  const ty = spec.shift * width * rng.uniform(-1, 1)
  setLinear(map, angle, shear, sx, sy)
  map.tx = tx
  map.ty = ty
}

/** Changes `map` to mirror the output left and right. */
export function mirror(map: Affine): void {
  map.a = -map.a
  map.c = -map.c
}
