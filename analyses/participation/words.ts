import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { say, info, warning } = wordsOf<keyof typeof messages>('participation')
