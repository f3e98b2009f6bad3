/**
 * A rate of error in percent, as digits without the sign: as many as tell it apart from zero, and the same on the page and in
 * the terminal. `12.3`, `1.25`, `0.098`, `0.00041`.
 */
export function rateDigits(share: number): string {
  const percent = share * 100
  if (percent === 0) return '0'
  return percent >= 10 ? percent.toFixed(1) : percent.toPrecision(percent >= 0.1 ? 3 : 2)
}
