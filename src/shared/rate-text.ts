/**
 * A rate of error in percent, as digits without the sign: as many as tell it apart from zero, and the same on the page and in
 * the terminal. `12.3`, `1.25`, `0.098`, `0.00041`.
 */
export function rateDigits(share: number): string {
  const percent = share * 100
  if (percent === 0 || percent >= 10) return percent.toFixed(percent === 0 ? 0 : 1)
  if (percent >= 1) return percent.toFixed(2)
  if (percent >= 0.1) return percent.toFixed(3)
  return String(Number(percent.toPrecision(2)))
}
