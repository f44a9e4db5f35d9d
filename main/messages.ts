import type { HostLanguage, MenuCommand } from '../preload/contract'

export type MessageKey =
  | MenuCommand
  | 'menu.file'
  | 'menu.edit'
  | 'menu.view'
  | 'menu.window'
  | 'menu.help'
  | 'dialog.open-project'
  | 'dialog.save-project'
  | 'dialog.save-file'
  | 'dialog.save-folder'
  | 'filter.project'
  | 'filter.all'
  | 'path.label'
  | 'path.confirm'
  | 'path.cancel'
  | 'path.exists'
  | 'path.replace'
  | 'path.missing'

type Messages = Readonly<Record<MessageKey, string>>

const nb: Messages = {
  'project.new': 'Nytt prosjekt',
  'project.open': 'Åpne prosjekt …',
  'project.save': 'Lagre',
  'project.save-as': 'Lagre som …',
  'edit.undo': 'Angre',
  'edit.redo': 'Gjør om',
  'view.command-palette': 'Kommandopalett',
  'help.analysis': 'Hjelp til analysen',
  'help.shield': 'Ingen data sendes ut fra denne maskinen',
  'menu.file': 'Fil',
  'menu.edit': 'Rediger',
  'menu.view': 'Vis',
  'menu.window': 'Vindu',
  'menu.help': 'Hjelp',
  'dialog.open-project': 'Åpne prosjekt',
  'dialog.save-project': 'Lagre prosjekt',
  'dialog.save-file': 'Lagre fil',
  'dialog.save-folder': 'Velg mappen rapporten skal ligge i',
  'filter.project': 'Prosjekt',
  'filter.all': 'Alle filer',
  'path.label': 'Full filbane',
  'path.confirm': 'OK',
  'path.cancel': 'Avbryt',
  'path.exists': 'Filen finnes fra før.',
  'path.replace': 'Erstatt',
  'path.missing': 'Det finnes ingenting på denne filbanen.',
}

const sv: Messages = {
  'project.new': 'Nytt projekt',
  'project.open': 'Öppna projekt …',
  'project.save': 'Spara',
  'project.save-as': 'Spara som …',
  'edit.undo': 'Ångra',
  'edit.redo': 'Gör om',
  'view.command-palette': 'Kommandopalett',
  'help.analysis': 'Hjälp om analysen',
  'help.shield': 'Inga data lämnar den här datorn',
  'menu.file': 'Arkiv',
  'menu.edit': 'Redigera',
  'menu.view': 'Visa',
  'menu.window': 'Fönster',
  'menu.help': 'Hjälp',
  'dialog.open-project': 'Öppna projekt',
  'dialog.save-project': 'Spara projekt',
  'dialog.save-file': 'Spara fil',
  'dialog.save-folder': 'Välj mapp för rapporten',
  'filter.project': 'Projekt',
  'filter.all': 'Alla filer',
  'path.label': 'Fullständig sökväg',
  'path.confirm': 'OK',
  'path.cancel': 'Avbryt',
  'path.exists': 'Filen finns redan.',
  'path.replace': 'Ersätt',
  'path.missing': 'Det finns ingenting på den här sökvägen.',
}

const en: Messages = {
  'project.new': 'New project',
  'project.open': 'Open project…',
  'project.save': 'Save',
  'project.save-as': 'Save as…',
  'edit.undo': 'Undo',
  'edit.redo': 'Redo',
  'view.command-palette': 'Command palette',
  'help.analysis': 'Help for this analysis',
  'help.shield': 'Nothing leaves this computer',
  'menu.file': 'File',
  'menu.edit': 'Edit',
  'menu.view': 'View',
  'menu.window': 'Window',
  'menu.help': 'Help',
  'dialog.open-project': 'Open project',
  'dialog.save-project': 'Save project',
  'dialog.save-file': 'Save file',
  'dialog.save-folder': 'Choose the folder to put the report in',
  'filter.project': 'Project',
  'filter.all': 'All files',
  'path.label': 'Full path',
  'path.confirm': 'OK',
  'path.cancel': 'Cancel',
  'path.exists': 'The file exists already.',
  'path.replace': 'Replace',
  'path.missing': 'There is nothing at this path.',
}

export type SpokenLanguage = 'nb' | 'sv' | 'en'

/** The words of menus and dialogs, by language; every language has every key. */
export const messages: Readonly<Record<SpokenLanguage, Messages>> = { nb, sv, en }

/** The language of menus and dialogs: the setting, else the system's, else English. Danish readers get Norwegian. */
export function spokenLanguage(setting: HostLanguage | null, locale: string): SpokenLanguage {
  const tag = (setting ?? locale).toLowerCase().split(/[-_.]/)[0] ?? ''
  if (['nb', 'no', 'nn', 'da'].includes(tag)) return 'nb'
  return tag === 'sv' ? 'sv' : 'en'
}
