import type { Finding } from '../../shared/finding.ts'

/** A finding from its parts; what is left out is empty. */
export function finding(
  code: Finding['code'],
  severity: Finding['severity'],
  sentence: string,
  rest: Partial<Pick<Finding, 'subjects' | 'figures' | 'advice'>> = {},
): Finding {
  return { code, severity, subjects: [], figures: {}, sentence, advice: null, ...rest }
}

/** A share as a sentence has it. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
