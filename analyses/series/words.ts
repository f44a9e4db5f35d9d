import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

/** The messages that all analyses of series share. */
export const seriesWords = wordsOf<keyof typeof messages>('series')
