/** All kernels the tracer knows. A new one goes into the family file it belongs to, with a case in kernel-cases. */
import { convolutions } from './conv.ts'
import { elementwise } from './elementwise.ts'
import type { Lowerings } from './kernel.ts'
import { matmul } from './matmul.ts'
import { pooling } from './pool.ts'
import { reductions } from './reduce.ts'
import { shapes } from './shape.ts'

export const kernels: Lowerings = { ...elementwise, ...reductions, ...shapes, ...matmul, ...convolutions, ...pooling }
