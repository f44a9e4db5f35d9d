import { wordsOf } from '../core/words'
import type messages from './messages.en.json'

/** What all analyses of series say alike. */
export const seriesWords = wordsOf<keyof typeof messages>('series')
