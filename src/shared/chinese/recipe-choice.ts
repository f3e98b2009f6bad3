/** Why a recipe was chosen, by code (`/` as `_`). */
export default {
  'recipe-choice_colour':
    '图片是彩色的：与只用这 {pictures} 张图片训练的网络相比，从一百万张照片中学到的特征更善于比较它们。',
  'recipe-choice_grey':
    '图片是灰度照片：与只用这 {pictures} 张图片训练的网络相比，从一百万张照片中学到的特征更善于比较它们。',
  'recipe-choice_enough-lines': '{classes} 个线条画类别足以从头学习，而照片对笔画帮助不大。',
  'recipe-choice_few-lines':
    '{classes} 个类别、{pictures} 张线条画不足以从头学习（需要 {enoughClasses} 个类别和 {enoughPictures} 张图片）。',
} as const satisfies Readonly<Record<string, string>>
