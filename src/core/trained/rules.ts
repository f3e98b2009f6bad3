import type { DatasetInfo } from '../../shared/dataset.ts'

/** What a recipe wants of its trials, as far as the data set knows about groups and drawers. */
export function rulesToldBy(
  { groups, drawerPattern }: Pick<DatasetInfo, 'groups' | 'drawerPattern'>,
  wanted: { readonly withinGroup: boolean; readonly acrossDrawer: boolean },
): { withinGroup: boolean; acrossDrawer: boolean } {
  return {
    withinGroup: wanted.withinGroup && groups.length > 0,
    acrossDrawer: wanted.acrossDrawer && drawerPattern !== undefined,
  }
}
