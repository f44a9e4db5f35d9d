import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { say, info } = wordsOf<keyof typeof messages>('item-statistics')
