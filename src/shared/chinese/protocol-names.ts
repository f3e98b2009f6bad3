/** Parts of the names that the program gives protocols; a person's own name stays. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^(\d+)- to (\d+-way \d+-shot)$/, '$1 至 $2'],
  [/^verification$/, '验证（同/异）'],
  [/^validation$/, '验证试验'],
  [/^accuracy against ways$/, '准确率与类别数'],
  [/^map of embeddings$/, '嵌入图'],
  [/^impostors within group$/, '异类图片对只取自同一组'],
  [/^test classes$/, '测试类别'],
  [/^validation classes$/, '验证类别'],
  [/^training classes \(seen\)$/, '训练类别（训练时见过）'],
  [/^all classes$/, '所有类别'],
  [/^within group$/, '同一组内'],
  [/^across drawers$/, '不同作者'],
  [/^(\d+) trials$/, '$1 次试验'],
  [/^seed (\d+)$/, '种子 $1'],
]

/** How the names begin that are the program's. */
const OURS = /^(verification|validation|accuracy against ways|map of embeddings|(\d+- to )?\d+-way \d+-shot)$/

/** What the program calls a protocol, in Chinese: reports and the page say it alike. */
export function protocolInChinese(name: string): string {
  const parts = name.split(', ')
  const isOurs = OURS.test(parts[0] ?? '')
  const inChinese = (part: string) => {
    const [pattern, words] = PARTS.find(([each]) => each.test(part)) ?? []
    return pattern && words ? part.replace(pattern, words) : part
  }
  return isOurs ? parts.map(inChinese).join('，') : name
}
