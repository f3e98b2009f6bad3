/** Every kernel's cases, by family. */
import { arithmeticCases } from './arithmetic.ts'
import type { KernelCase } from './case.ts'
import { choiceCases } from './choice.ts'
import { convolutionCases } from './convolutions.ts'
import { functionCases } from './functions.ts'
import { joinCases } from './joins.ts'
import { layoutCases } from './layouts.ts'
import { matmulCases } from './matmul.ts'
import { moveCases } from './moves.ts'
import { poolCases } from './pools.ts'
import { reductionCases } from './reductions.ts'

export const kernelCases: Readonly<Record<string, readonly KernelCase[]>> = {
  functions: functionCases,
  arithmetic: arithmeticCases,
  choices: choiceCases,
  reductions: reductionCases,
  moves: moveCases,
  joins: joinCases,
  'matrix products': matmulCases,
  convolutions: convolutionCases,
  pools: poolCases,
  layouts: layoutCases,
}
