import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { say, warning } = wordsOf<keyof typeof messages>('drafting')
