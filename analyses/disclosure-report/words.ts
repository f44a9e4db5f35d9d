import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { say } = wordsOf<keyof typeof messages>('disclosure-report')
