/** The report's words, in the languages of the app. */
import type { BaselineName } from '../../shared/evaluation.ts'
import { protocolInChinese } from '../../shared/chinese/protocol-names.ts'
import { recipeChoiceInChinese, refusalInChinese } from '../../shared/chinese/say.ts'
import type { UserError } from '../../shared/errors.ts'
import type { Said } from '../../shared/said.ts'

/** What a report says in its own words, by code; the rest is said as the program says it. */
const REASONS: Readonly<Record<string, string>> = {
  'run/data-moved': 'The pictures of this run were no longer where it left them.',
  'evaluate/data-moved': 'The pictures of this evaluation were no longer where it left them.',
}

const REASONS_ZH: Readonly<Record<string, string>> = {
  'run/data-moved': '该运行的图片已不在原处，因此没有试验的图片和验证结果。',
  'run/other-data': '图片与训练时所用的不同，因此没有试验的图片和验证结果。',
  'evaluate/data-moved': '评估所用的图片已不在原处，因此没有试验的图片。',
  'evaluate/other-data': '图片与评估时所用的不同，因此没有试验的图片。',
  'evaluate/other-state': '这次评估之后又继续训练过，因此没有试验的图片。',
  'evaluate/no-trials': '这次评估只保留了数字，没有保留试验。',
  'path-missing': '图片已不在原处，因此没有试验的图片。',
}

const en = {
  language: 'en',
  colon: ': ',
  /** What a protocol is called, as a part of a sentence. */
  protocolName: (name: string): string => name,
  about: (wayShot: string, chance: string, protocol: string) => `${wayShot}, chance ${chance}. ${protocol}`,
  title: 'One-shot evaluation',
  lead: (run: string, made: string) => `Run ${run}. Report of ${made}.`,
  accuracy: 'Accuracy',
  interval: '95 % interval',
  trialsWord: 'Trials',
  wilson: (trials: string) => `Wilson's interval over ${trials} trials`,
  bootstrap: (interval: string, clusters: string) =>
    `Trials share their supports: a bootstrap that draws whole support sets gives ${interval} (${clusters} sets).`,
  method: 'Method',
  thisRun: 'This run',
  chance: 'Chance',
  baselines: {
    pixels: 'Pixel nearest neighbour',
    hausdorff: 'Modified Hausdorff distance',
    untrained: 'Same network, untrained',
  } satisfies Record<BaselineName, string>,
  headless: 'Same features without a head',
  beaten: 'A baseline does at least as well as this run on these trials.',
  protocol: 'Protocol',
  name: 'Name',
  hash: 'Hash',
  way: 'Way and shot',
  wayShot: (way: number, shot: number) => `${way}-way ${shot}-shot`,
  testUses: 'Looks at the test classes',
  testUsesText: (uses: number) =>
    uses === 0 ? 'none noted' : `${uses}, this one included; every look makes the next one a little less of a test`,
  evaluated: 'Evaluated',
  evaluatedText: (date: string, step: string, views: number, device: string) =>
    `${date}, state of step ${step}, ${views === 1 ? 'one view' : `${views} views`} of each picture, on ${device}`,
  data: 'Data',
  pictures: 'Trained on',
  picturesText: (name: string, classes: string, pictures: string) =>
    `${name}: ${classes} classes, ${pictures} pictures`,
  evaluatedOn: 'Evaluated on',
  same: 'the same data set, classes kept apart',
  split: 'Split',
  splitText: (train: string, validation: string, test: string, by: string, seed: number) =>
    `${train} classes trained, ${validation} for validation, ${test} for the test; by ${by}, seed ${seed}`,
  byClass: 'class',
  byGroup: 'group',
  group: 'Seeds',
  groupText: (seed: number, seeds: string) => `${seed} of a group with ${seeds} on the same split`,
  testClasses: 'Test classes',
  recipe: 'Recipe',
  recipeWhy: 'Why this recipe',
  /** Undefined where there is only the sentence that was kept. */
  recipeReason: ({ text }: Said): string | undefined => text,
  parameters: (count: string) => `${count} trained numbers.`,
  curve: 'Training',
  loss: 'Loss, smoothed',
  validationCurve: 'One-shot accuracy, validation classes',
  step: 'Step',
  noCurve: 'The head was computed at once: there is no curve.',
  byWay: 'Accuracy against the number of classes',
  byWayNote: 'The same queries among fewer of their classes; band: 95 % Wilson interval, dashed: chance.',
  ways: 'Classes in a trial (N)',
  verification: 'Verification: same or different?',
  verificationAbout: (about: string, genuine: string, impostor: string) =>
    `Pairs of ${about} classes: ${genuine} of one class, ${impostor} of two.`,
  test: 'test',
  validation: 'validation',
  thresholds: {
    validation: 'Thresholds were chosen on the validation classes.',
    same: 'Thresholds were chosen on these very pairs, which flatters them.',
  },
  auc: 'Area under the ROC curve',
  eer: 'Equal error rate',
  target: 'Aimed at false accept',
  falseAccept: 'False accept',
  trueAccept: 'True accept',
  threshold: 'Threshold',
  unsupported: 'too few pairs for a rate this low',
  roc: 'ROC curve',
  confusion: 'Confused classes',
  confusionNote: (shown: number, all: string) =>
    `The ${shown} most frequent of ${all} confused pairs. Offered: trials in which the class chosen stood beside the truth.`,
  truth: 'Right class',
  chosen: 'Chosen instead',
  count: 'Times',
  offered: 'Offered',
  wrong: 'Wrong trials',
  wrongNone: 'Not one trial was wrong.',
  wrongNote: (shown: string, all: string) =>
    `${all} of the trials did not earn a whole point. Worst by margin first${shown === all ? '' : `; ${shown} are shown`}.`,
  wrongRest: (rest: string) => `And ${rest} more.`,
  trial: (number: number) => `Trial ${number}`,
  margin: 'margin',
  tie: 'tie',
  query: 'Query',
  right: 'Right',
  chosenShort: 'Chosen',
  noPicture: 'picture gone',
  reproduce: 'Replay',
  reproduceText:
    'Save the recipe below beside the pictures. It holds everything that decides the training; on the same device and ' +
    'versions the replayed run reaches the same number.',
  recipeFile: 'recipe.json of this run',
  protocolText: 'To evaluate on these very trials, hand over their file with it:',
  versions: 'Versions',
  missing: 'Not in this report',
  /** Why something is missing. */
  reason: (error: UserError): string => REASONS[error.code] ?? error.message,
}

/** All words of a report. */
export type ReportWords = typeof en

const zhCN: ReportWords = {
  language: 'zh-CN',
  colon: '：',
  protocolName: protocolInChinese,
  about: (wayShot: string, chance: string, protocol: string) => `${wayShot}，随机水平 ${chance}。${protocol}`,
  title: '单样本评估报告',
  lead: (run, made) => `运行 ${run}。报告时间 ${made}。`,
  accuracy: '准确率',
  interval: '95% 区间',
  trialsWord: '试验数',
  wilson: (trials) => `${trials} 次试验的 Wilson 区间`,
  bootstrap: (interval, clusters) => `试验共用支持集：按整个支持集自助抽样得 ${interval}（${clusters} 个支持集）。`,
  method: '方法',
  thisRun: '本次运行',
  chance: '随机水平',
  baselines: { pixels: '像素最近邻', hausdorff: '改进 Hausdorff 距离', untrained: '同一网络，未训练' },
  headless: '相同特征，无度量头',
  beaten: '在这些试验上，有基线不逊于本次运行。',
  protocol: '试验方案',
  name: '名称',
  hash: '哈希',
  way: '类别数与样本数',
  wayShot: (way, shot) => `${way}-way ${shot}-shot`,
  testUses: '测试类别的查看次数',
  testUsesText: (uses) => (uses === 0 ? '无记录' : `${uses} 次（含本次）；每看一次，测试的意义就减少一分`),
  evaluated: '评估',
  evaluatedText: (date, step, views, device) =>
    `${date}，第 ${step} 步的状态，每张图片 ${views} 个视图，设备 ${device}`,
  data: '数据',
  pictures: '训练图片',
  picturesText: (name, classes, pictures) => `${name}：${classes} 个类别，${pictures} 张图片`,
  evaluatedOn: '评估图片',
  same: '同一数据集中预留的类别',
  split: '划分',
  splitText: (train, validation, test, by, seed) =>
    `训练 ${train} 类，验证 ${validation} 类，测试 ${test} 类；按${by}划分，种子 ${seed}`,
  byClass: '类别',
  byGroup: '分组',
  group: '种子',
  groupText: (seed, seeds) => `${seed}，属于同一划分上的一组种子 ${seeds}`,
  testClasses: '测试类别',
  recipe: '配方',
  recipeWhy: '选用此配方的原因',
  recipeReason: recipeChoiceInChinese,
  parameters: (count) => `共训练 ${count} 个数。`,
  curve: '训练过程',
  loss: '损失（平滑）',
  validationCurve: '验证类别的单样本准确率',
  step: '步',
  noCurve: '度量头一次算出，没有曲线。',
  byWay: '准确率与类别数',
  byWayNote: '同样的查询，在较少的类别中辨认；色带为 95% Wilson 区间，虚线为随机水平。',
  ways: '每次试验的类别数（N）',
  verification: '验证：相同还是不同？',
  verificationAbout: (about, genuine, impostor) => `${about}类别的图片对：同类 ${genuine} 对，异类 ${impostor} 对。`,
  test: '测试',
  validation: '验证',
  thresholds: { validation: '阈值在验证类别上选定。', same: '阈值就在这些图片对上选定，结果偏乐观。' },
  auc: 'ROC 曲线下面积',
  eer: '等错误率',
  target: '目标错误接受率',
  falseAccept: '错误接受率',
  trueAccept: '正确接受率',
  threshold: '阈值',
  unsupported: '图片对太少，不足以支持这么低的比率',
  roc: 'ROC 曲线',
  confusion: '混淆的类别',
  confusionNote: (shown, all) =>
    `共 ${all} 对混淆的类别，列出最常见的 ${shown} 对。“同时出现”指误选的类别与正确类别一同出现的试验数。`,
  truth: '正确类别',
  chosen: '误选为',
  count: '次数',
  offered: '同时出现',
  wrong: '错误的试验',
  wrongNone: '没有一次试验出错。',
  wrongNote: (shown, all) =>
    `${all} 次试验没有得到满分。按间隔从最差排起${shown === all ? '' : `，显示 ${shown} 次`}。`,
  wrongRest: (rest) => `另有 ${rest} 次。`,
  trial: (number) => `试验 ${number}`,
  margin: '间隔',
  tie: '并列',
  query: '查询',
  right: '正确',
  chosenShort: '误选',
  noPicture: '图片已不在',
  reproduce: '重现',
  reproduceText: '把下面的配方保存到图片旁。它包含决定训练的一切；在相同设备和版本上，重现的运行得到相同的数字。',
  recipeFile: '本次运行的 recipe.json',
  protocolText: '若要用完全相同的试验评估，请一并提供试验文件：',
  versions: '版本',
  missing: '本报告中没有的内容',
  reason: (error) => REASONS_ZH[error.code] ?? refusalInChinese(error) ?? error.message,
}

/** Languages a report can be written in. */
export const REPORT_LANGUAGES = ['en', 'zh-CN'] as const
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number]

/** All words by language. */
export const WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { en, 'zh-CN': zhCN }
