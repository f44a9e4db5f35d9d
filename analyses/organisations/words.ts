import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { code, info, say, warning } = wordsOf<keyof typeof messages>('organisations')
