import { Button, Select } from '@mantine/core'
import { useMemo } from 'react'
import { analyses } from '../../../analyses/index'
import { defaultOf, type Options } from '../../../analyses/core/options'
import { groupOrders } from '../../../analyses/recipe/group-order'
import { analysisReset } from '../../commands/analysis-reset'
import { changeAnalysis, changeOption, changeOrder, type ProjectAnalysis } from '../../state/project'
import { Pane } from '../../ui/pane'
import { Conditions } from '../conditions'
import { useRun, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './analysis.module.css'
import { OptionField } from './option-field'

/** Options of the shown analysis, generated from its declaration. They take effect as they change. */
export function OptionsPanel({ analysis }: { readonly analysis: ProjectAnalysis }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const run = useRun()
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  const declared = analyses.get(analysis.id)
  const dataset = useWorkbenchState(({ session }) => session[declared?.needs.data ?? 'survey'].dataset)
  const values = useMemo(
    () =>
      declared === undefined || dataset === null
        ? {}
        : Object.fromEntries(
            Object.entries(declared.options).map(([id, option]) => [
              id,
              Object.hasOwn(analysis.options, id) ? analysis.options[id] : defaultOf(option, dataset),
            ]),
          ),
    [declared, dataset, analysis.options],
  )
  return (
    <Pane
      title={words('options.title')}
      tone="frame"
      actions={
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={Object.keys(analysis.options).length === 0 && analysis.order === undefined}
          onClick={() => run(analysisReset)}
        >
          {words('options.reset')}
        </Button>
      }
    >
      <div className={styles['options']}>
        {declared === undefined || dataset === null ? (
          <p className={styles['help']}>{words('options.without-data')}</p>
        ) : (
          Object.entries(declared.options).map(([id, option]) => (
            <OptionField
              key={`${analysis.as}.${id}`}
              analysis={analysis.id}
              id={id}
              option={option}
              value={values[id]}
              dataset={dataset}
              speaker={speaker}
              words={words}
              onChange={(value) =>
                workbench.change(
                  (project) => changeOption(project, analysis.as, id, value),
                  option.kind === 'number' ? `option:${analysis.as}:${id}` : null,
                )
              }
              onSettle={() => workbench.settle()}
            />
          ))
        )}
        {declared?.needs.data === 'survey' && survey !== null && hasGroups(declared.options) ? (
          <Select
            label={words('options.order')}
            description={words('options.order-help')}
            data={groupOrders.map((order) => ({ value: order, label: words(`options.order-${order}`) }))}
            value={analysis.order ?? 'declared'}
            title={words(`options.order-${analysis.order ?? 'declared'}`)}
            allowDeselect={false}
            onChange={(chosen) => {
              const order = groupOrders.find((known) => known === chosen)
              if (order !== undefined) workbench.change((project) => changeOrder(project, analysis.as, order))
            }}
          />
        ) : null}
        {declared?.needs.data === 'survey' && survey !== null ? (
          <section className={styles['only']} aria-label={words('options.only-here')}>
            <h3 className={styles['optionLabel']}>{words('options.only-here')}</h3>
            <p className={styles['help']}>{words('options.only-here-help')}</p>
            <div className={styles['onlyChips']}>
              <Conditions
                dataset={survey}
                where={analysis.where}
                addLabel={words('filter.add')}
                onChange={(where, column) =>
                  workbench.change(
                    (project) => changeAnalysis(project, analysis.as, (entry) => ({ ...entry, where })),
                    `where:${analysis.as}:${column}`,
                  )
                }
              />
            </div>
          </section>
        ) : null}
      </div>
    </Pane>
  )
}

/** Whether an analysis can put people into groups, which then stand in an order. */
const hasGroups = (options: Options): boolean =>
  Object.values(options).some(
    (option) =>
      (option.kind === 'column' || option.kind === 'columns') && (option.of === 'group' || option.of === 'attribute'),
  )
