/** Rational approximation in the middle and the two tails: relative error below 1.2e-9, far below a pixel (P. J. Acklam, 2003). */
const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
]
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1]
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
]
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1]
const TAIL = 0.02425

const polynomial = (coefficients: readonly number[], x: number) => coefficients.reduce((sum, each) => sum * x + each, 0)

/**
 * Standard normal deviate below which a share of the distribution lies: the axes of a DET plot (Martin et al., Eurospeech
 * 1997). Infinite at 0 and 1, NaN outside.
 */
export function probit(share: number): number {
  if (!(share >= 0 && share <= 1)) return NaN
  if (share === 0) return -Infinity
  if (share > 0.5) return -probit(1 - share)
  if (share < TAIL) {
    const q = Math.sqrt(-2 * Math.log(share))
    return polynomial(C, q) / polynomial(D, q)
  }
  const q = share - 0.5
  return (polynomial(A, q * q) * q) / polynomial(B, q * q)
}
