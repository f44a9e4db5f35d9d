import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { info, warning } = wordsOf<keyof typeof messages>('organisations')
