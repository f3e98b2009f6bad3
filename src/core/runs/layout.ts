import path from 'node:path'

/** Where things stand in a run's folder. */
export interface RunPaths {
  readonly dir: string
  /** Everything that decides the result. */
  readonly record: string
  /** One JSON object a line, only ever appended to. */
  readonly metrics: string
  readonly log: string
  readonly lock: string
  /** How the last training in it ended. */
  readonly end: string
  /** There where the person put the run out of sight. */
  readonly archived: string
  /** The trials of the validation, made once. */
  readonly validation: string
  readonly checkpoints: string
  readonly last: string
  readonly best: string
  readonly evaluations: string
  /** Where its pictures are, once they were moved. */
  readonly moved: string
  /** The trials of its evaluations, by hash. */
  readonly protocols: string
}

/** Paths of a run in `dir`; nothing is touched. */
export function runPaths(dir: string): RunPaths {
  const root = path.resolve(dir)
  const checkpoints = path.join(root, 'checkpoints')
  return {
    dir: root,
    record: path.join(root, 'recipe.json'),
    metrics: path.join(root, 'metrics.jsonl'),
    log: path.join(root, 'log.txt'),
    lock: path.join(root, 'in-use.json'),
    end: path.join(root, 'state.json'),
    archived: path.join(root, 'archived'),
    validation: path.join(root, 'validation.json'),
    checkpoints,
    last: path.join(checkpoints, 'last.safetensors'),
    best: path.join(checkpoints, 'best.safetensors'),
    evaluations: path.join(root, 'evaluations'),
    moved: path.join(root, 'moved.json'),
    protocols: path.join(root, 'protocols'),
  }
}
