import { z } from 'zod'
import type { FigureHost, FileKind, Host } from '../preload/contract'
import { refusal } from './failure'
import { largestProject } from './services/projects'
import { languageSchema } from './services/settings'

const mebibyte = 1024 * 1024
const largestFile = 512 * mebibyte

const name = z.string().min(1).max(400)
const id = z.string().regex(/^[0-9a-f]{24}$/)
const text = z.string().max(64 * mebibyte)
const bytesUpTo = (limit: number): z.ZodType<Uint8Array> =>
  z.instanceof(Uint8Array).refine((value) => value.byteLength <= limit, 'too large')
const bytes = bytesUpTo(largestFile)
const projectBytes = bytesUpTo(largestProject)
const fileKinds = [
  'csv',
  'tsv',
  'json',
  'svg',
  'pdf',
  'png',
  'tiff',
  'xlsx',
  'html',
  'docx',
  'txt',
  'zip',
] as const satisfies readonly FileKind[]
const millimetres = z.number().min(5).max(2000)
/** A drawing may turn out higher than any that is asked for: a row for each item of each of many groups. PDF has pages of 200 inches at most (ISO 32000-1, Annex C). */
const drawnMillimetres = z.number().min(5).max(5080)

/** The arguments of each method; anything else, an extra field too, is refused before the method sees it. */
const hostArguments = {
  describeHost: z.tuple([]),
  readSettings: z.tuple([]),
  writeSettings: z.tuple([
    z.strictObject({
      language: languageSchema.nullable().optional(),
      theme: z.enum(['system', 'light', 'dark']).optional(),
      figureProfile: z.string().max(60).optional(),
      panels: z.record(z.string().max(40), z.number().min(0).max(10_000)).optional(),
    }),
  ]),
  recentProjects: z.tuple([]),
  forgetProject: z.tuple([id]),
  openProject: z.tuple([]),
  openRecentProject: z.tuple([id]),
  saveProject: z.tuple([z.strictObject({ id: id.nullable(), suggestedName: name, bytes: projectBytes })]),
  saveFile: z.tuple([z.strictObject({ suggestedName: name, kind: z.enum(fileKinds), bytes })]),
  saveFiles: z.tuple([
    z.strictObject({ suggestedFolder: name, files: z.array(z.strictObject({ name, bytes })).min(1).max(5000) }),
  ]),
  writeClipboard: z.tuple([z.union([z.strictObject({ text, html: text.optional() }), z.strictObject({ png: bytes })])]),
  drawFigure: z.tuple([
    z.strictObject({
      job: text,
      widthMm: millimetres,
      heightMm: millimetres,
      outputs: z
        .array(z.enum(['svg', 'png', 'pdf']))
        .min(1)
        .max(3),
      metadata: z
        .strictObject({
          title: z.string().max(2000),
          subject: z.string().max(20_000).optional(),
          keywords: z.array(z.string().max(2000)).max(200).optional(),
          creator: z.string().max(400).optional(),
          language: z.string().max(35).optional(),
        })
        .optional(),
    }),
  ]),
  readDraft: z.tuple([]),
  writeDraft: z.tuple([z.strictObject({ name, projectId: id.nullable(), bytes: projectBytes }).nullable()]),
} as const satisfies Record<keyof Host, z.ZodType>

const size = z.strictObject({ widthMm: drawnMillimetres, heightMm: drawnMillimetres })
const taskId = z.number().int().positive()
const figureArguments = {
  nextTask: z.tuple([]),
  finishTask: z.tuple([
    z.discriminatedUnion('ok', [
      z.strictObject({
        id: taskId,
        ok: z.literal(true),
        svg: text.nullable(),
        png: bytes.nullable(),
        report: text,
        size: size.optional(),
      }),
      z.strictObject({ id: taskId, ok: z.literal(false), message: z.string().max(20_000) }),
    ]),
  ]),
} as const satisfies Record<keyof FigureHost, z.ZodType>

/**
 * Checks arguments against a method's schema.
 *
 * @throws Refusal `arguments-refused`, naming method and place
 */
export function checkArguments(
  contract: 'host' | 'figure',
  method: string,
  given: readonly unknown[],
): readonly unknown[] {
  const schemas: Readonly<Record<string, z.ZodType>> = contract === 'host' ? hostArguments : figureArguments
  const schema = Object.hasOwn(schemas, method) ? schemas[method] : undefined
  if (schema === undefined) throw refusal('arguments-refused', `There is no method ${method}.`, { method })
  // A trailing undefined is what an optional argument leaves when it crosses.
  const parsed = schema.safeParse(given.at(-1) === undefined ? given.slice(0, -1) : given)
  if (parsed.success) return parsed.data as readonly unknown[]
  const [issue] = parsed.error.issues
  const place = issue === undefined ? '' : issue.path.join('.')
  throw refusal(
    'arguments-refused',
    `${method} was called with something else than agreed at "${place}": ${issue?.message ?? ''}`,
    { method, place },
  )
}
