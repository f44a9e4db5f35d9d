import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { say, code } = wordsOf<keyof typeof messages>('survey-tools')
