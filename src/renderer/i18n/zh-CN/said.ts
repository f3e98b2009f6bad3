/**
 * What the host says besides refusals, by code (`/` as `_`): reasons, notes and checks. It says them in English itself, so
 * English needs no such list. The advice of a check has `_next` behind its code.
 */
export default {
  'recipe-choice_colour':
    '图片是彩色的：与只用这 {pictures} 张图片训练的网络相比，从一百万张照片中学到的特征更善于比较它们。',
  'recipe-choice_grey':
    '图片是灰度照片：与只用这 {pictures} 张图片训练的网络相比，从一百万张照片中学到的特征更善于比较它们。',
  'recipe-choice_enough-lines': '{classes} 个线条画类别足以从头学习，而照片对笔画帮助不大。',
  'recipe-choice_few-lines':
    '{classes} 个类别、{pictures} 张线条画不足以从头学习（需要 {enoughClasses} 个类别和 {enoughPictures} 张图片）。',
  'plan_none-for-both': '只有 {classes} 个类别，不足以为验证或测试留出类别。',
  'plan_none-for-validation': '只有 {classes} 个类别，不足以为验证留出类别。',
  'plan_none-for-testing': '只有 {classes} 个类别，不足以为测试留出类别。',
  'data_no-identical': '没有重复的文件。',
  'data_identical-split': '{count} 张图片同时出现在划分的两部分中。',
  'data_identical-split_next':
    '测试的图片训练时已经见过，结果会显得比实际更好：请删除其中之一，或让这些类别归入同一部分。',
  'data_identical-classes': '{count} 张图片同时出现在两个类别中。',
  'data_identical-classes_next': '同一图片属于两个类别，会让网络学到相互矛盾的内容：请看清属于哪个类别，并删除另一个。',
  'data_identical-class': '{count} 张图片在同一类别中出现多次。',
  'data_identical-class_next': '查询图片在支持图片中遇到自己就太容易了：请尽量只保留一张。',
  'data_no-look-alike': '没有看起来相同的不同文件。',
  'data_look-alike-split': '{count} 组看起来相同的图片出现在划分的两部分中。',
  'data_look-alike-split_next':
    '测试的图片训练时已经见过，结果会显得比实际更好：请删除其中之一，或让这些类别归入同一部分。',
  'data_look-alike-classes': '{count} 组看起来相同的图片出现在两个类别中。',
  'data_look-alike-classes_next':
    '看起来相同的图片属于两个类别，会让网络学到相互矛盾的内容：请看清属于哪个类别并删除另一个；若确有区别，则可保留。',
  'data_look-alike-class': '{count} 组看起来相同的图片出现在同一类别中。',
  'data_look-alike-class_next': '查询图片在支持图片中遇到自己就太容易了：请尽量只保留一张。',
  'data_no-torn-name': '没有类别（或其名称）同时出现在划分的两部分中。',
  'data_torn-name': '{count} 个类别名称同时出现在划分的两部分中。',
  'data_torn-name_next': '如果它们其实是两个分组中的同一事物，请把图片放进同一类别文件夹，或让两个分组归入同一部分。',
  checks_spread: '编码分散良好：分散程度为最大可能的 {spread}。',
  checks_collapsed: '所有图片得到几乎相同的编码：网络已坍缩（分散程度为最大可能的 {spread}）。',
  checks_collapsed_next: '请把学习率降低到三分之一至十分之一；若用三元组损失，请改用 semi-hard。',
  'checks_equal-codes': '{pictures} 张不同的图片中有 {equal} 与另一张的编码完全相同。',
  'checks_equal-codes_next': '网络无法区分它们：请检查图片是否空白，或用更小的学习率重新训练。',
  'checks_no-ties': '{trials} 个试验中没有并列的答案。',
  checks_ties: '{trials} 个试验中有 {share} 的答案并列，只能得部分分数。',
  checks_ties_next: '不同的图片得到相同的距离：多半是编码饱和或坍缩。请用更小的学习率训练，或改用余弦距离的输出头。',
  'checks_no-own-picture': '{trials} 个试验中，没有一张查询图片与自己的支持图片是同一文件。',
  'checks_own-picture': '{trials} 个试验中有 {count} 个，查询图片与支持图片是同一文件。',
  'checks_own-picture_next': '这样的试验等于送分：请删除重复的文件，并重新生成试验。',
  'checks_gap-none':
    '见过与未见过的类别没有显著差别：{way} 类单样本准确率分别为 {seen}（{seenLow} 至 {seenHigh}）与 {unseen}（{unseenLow} 至 {unseenHigh}）。',
  checks_gap:
    '未见过的类别略难：{way} 类单样本准确率为 {unseen}（{unseenLow} 至 {unseenHigh}），训练过的类别为 {seen}（{seenLow} 至 {seenHigh}）。',
  checks_gap_next: '这很常见；更多类别或更强的数据增强可以缩小差距。',
  'checks_gap-wide':
    '网络记住了训练类别：{way} 类单样本准确率在训练类别上为 {seen}（{seenLow} 至 {seenHigh}），在未见过的类别上只有 {unseen}（{unseenLow} 至 {unseenHigh}）。',
  'checks_gap-wide_next': '请用更多类别、更强的数据增强或更少的步数训练，或改用预训练配方。',
  'checks_at-chance':
    '在未见过的类别上与猜测无异：{way} 类单样本准确率为 {unseen}（{unseenLow} 至 {unseenHigh}），猜测为 {chance}；训练类别上为 {seen}。',
  'checks_at-chance_next': '所学的内容不能推广：请用更多类别训练，或改用预训练配方。',
  'checks_nothing-learnt':
    '连训练类别也与猜测无异：{way} 类单样本准确率为 {seen}（{seenLow} 至 {seenHigh}），猜测为 {chance}。',
  'checks_nothing-learnt_next': '网络什么都没学到：请训练更久，换一个学习率，或改用 all-pairs 配方。',
  'checks_gap-not-told': '无法比较见过与未见过的类别：没有可用于比较的未见过的类别。',
  'checks_gap-not-told_next': '请先评估测试类别，或重新训练并留出验证类别。',
  coverage_all: '{steps} 步中全部 {classes} 个训练类别和 {pictures} 张图片都用到了，每张至少 {least} 次。',
  'coverage_at-once': '全部 {classes} 个训练类别和 {pictures} 张图片都一次用到了。',
  coverage_pictures: '{steps} 步中，{pictures} 张训练图片里有 {unseen} 张从未用到。',
  coverage_pictures_next: '请训练更久（{needed} 步即可全部用到），或使用更大的批量。',
  coverage_classes:
    '{steps} 步中，{classes} 个训练类别里有 {unseenClasses} 个从未用到，{pictures} 张图片里有 {unseen} 张从未用到。',
  coverage_classes_next: '网络还没有见过全部类别：请训练更久（{needed} 步即可全部用到），或使用更大的批量。',
}
