/** Why trials cannot be made, by what lacks and by what is possible instead. */
const LACKS = {
  classes: '一共只有 {has} 个类别',
  'test-classes': '测试类别只有 {has} 个',
  'validation-classes': '验证类别只有 {has} 个',
  'training-classes': '训练类别只有 {has} 个',
  group: '最大的分组 {group} 只有 {has} 个类别',
  pictures: '每类需要 {needs} 张不同的图片，而下列类别不足（类别：张数）：{names}',
  drawers: '每类需要两位作者的图片，而下列类别不足（类别：作者数）：{names}',
  shared:
    '需要两位作者共有 {way} 个类别，最接近的是 {drawers}，共有 {has} 个；缺少图片的类别及作者（= 表示两人的图片相同）：{names}',
  other: '现有类别凑不成一次试验',
} as const

const NEXT = {
  possible: '最多可以有 {largest} 类。',
  shots: '连两个类别都凑不齐：请减少样本数，或添加图片。',
  none: '连两个类别都凑不齐：请添加类别或图片。',
} as const

export default Object.fromEntries(
  Object.entries(LACKS).flatMap(([kind, lack]) =>
    Object.entries(NEXT).flatMap(([end, next]) => [
      [`protocol_way--${kind}-${end}`, `无法生成 {way} 类 {shot} 样本的试验：${lack}。`],
      [`protocol_way--${kind}-${end}_next`, next],
    ]),
  ),
) as Record<string, string>
