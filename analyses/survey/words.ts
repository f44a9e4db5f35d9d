import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const survey = wordsOf<keyof typeof messages>('survey')
