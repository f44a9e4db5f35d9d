import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

export const { code } = wordsOf<keyof typeof messages>('quality')
