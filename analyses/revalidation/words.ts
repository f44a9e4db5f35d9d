import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { say, code, info, warning } = wordsOf<keyof typeof messages>('revalidation')
