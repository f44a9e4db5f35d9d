import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, type PopoverProps } from '@mantine/core'
import styles from './controls.module.css'

/** The one accent colour: petrol. Shade 7 carries white text at 6.4:1 on light, shade 6 at 4.6:1 on dark surfaces. */
const accent: MantineColorsTuple = [
  '#eef6f7',
  '#d9ebed',
  '#b3d7db',
  '#86bfc6',
  '#5ba7b0',
  '#3b919b',
  '#23808b',
  '#17666f',
  '#10535b',
  '#093e44',
]

/** Text sizes in CSS pixels: small print, controls and tables, reading, headings, title of a screen. */
const fontSizes = { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '19px' }
/**
 * What opens over the window stays within it: on the side with more room, moved in from the edge, and no higher than what is left there. What does not fit scrolls.
 */
const edge = 8
const insideTheWindow: NonNullable<PopoverProps['middlewares']> = {
  flip: { fallbackStrategy: 'bestFit', padding: edge },
  shift: { padding: edge },
  size: {
    padding: edge,
    apply: ({ availableHeight, availableWidth, elements }) => {
      elements.floating.style.setProperty('--room-height', `${Math.floor(availableHeight)}px`)
      elements.floating.style.setProperty('--room-width', `${Math.floor(availableWidth)}px`)
    },
  },
}

const spacing = { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' }

export const theme = createTheme({
  fontFamily: "'Inter', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', 'Liberation Mono', Consolas, monospace",
  fontSizes,
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.45', xl: '1.3' },
  spacing,
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent },
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '19px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.45' },
      h3: { fontSize: '13px', lineHeight: '1.5' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'compact-sm', fw: 500 }, classNames: { root: styles['button'] } },
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' }, classNames: { root: styles['icon'] } },
    InputWrapper: {
      classNames: { label: styles['label'], description: styles['description'], error: styles['error'] },
    },
    Input: { classNames: { input: styles['input'] } },
    TextInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    // The list itself scrolls, so that it is what a screen reader knows as the list of choices.
    Select: {
      defaultProps: { size: 'xs', withScrollArea: false },
      classNames: { dropdown: styles['list'], options: styles['listOptions'] },
    },
    Switch: {
      defaultProps: { size: 'xs' },
      classNames: { label: styles['label'], description: styles['description'] },
    },
    SegmentedControl: {
      defaultProps: { size: 'xs' },
      classNames: { root: styles['segments'], label: styles['segmentLabel'], indicator: styles['indicator'] },
    },
    Checkbox: { classNames: { label: styles['choice'] } },
    Radio: { classNames: { label: styles['choice'] } },
    Kbd: { classNames: { root: styles['kbd'] } },
    Tooltip: {
      defaultProps: { openDelay: 400, events: { hover: true, focus: true, touch: false } },
      classNames: { tooltip: styles['tooltip'] },
    },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 60 },
        withInitialFocusPlaceholder: false,
        middlewares: insideTheWindow,
      },
      classNames: { dropdown: styles['dropdown'], label: styles['menuLabel'], item: styles['menuItem'] },
    },
    // Inside a landmark of the page, where a screen reader finds it.
    Portal: { defaultProps: { target: '#overlays' } },
    Combobox: { defaultProps: { middlewares: insideTheWindow } },
    Popover: {
      defaultProps: { transitionProps: { duration: 60 }, middlewares: insideTheWindow },
      classNames: { dropdown: styles['dropdown'] },
    },
    Notification: { classNames: { root: styles['notification'] } },
  },
})

/** Mantine's own surfaces and lines follow the variables of theme.css. */
const colors = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-muted)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-placeholder': 'var(--text-muted)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent-text)',
} as const

/** Mantine gives these colors once for light and once for dark, so that they hold only where both are replaced. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--input-bd': 'var(--line-strong)' },
  light: colors,
  dark: colors,
})
