import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { code, info } = wordsOf<keyof typeof messages>('variables')
