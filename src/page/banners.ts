import { adviceOn } from '../report/advice/advice.ts'
import { credentialBanners } from './credential-banners.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { readingBanners } from './reading-banners.ts'
import { moment } from './times.ts'

/** The banners at the top of the page. They say what the rest of the page does not show, and why it may be stale. */
export function banners(facts: PageFacts): readonly Html[] {
  return [...credentialBanners(facts), ...readingBanners(facts), ...ofState(facts), ...ofReload(facts)]
}

export function banner(level: 'bad' | 'warn' | 'info', title: string, text: Html): Html {
  return html`<div class="banner ${level}"><strong>${title}</strong> ${text}</div>`
}

function ofReload({ things, daemon: { config } }: PageFacts): readonly Html[] {
  return things.flatMap((thing) => {
    if (thing.thing !== 'daemon' || thing.state !== 'reload_failed') return []
    const { sentence, action } = adviceOn(thing)
    if (thing.part !== 'configuration') return [banner('warn', sentence, html`${action}.`)]
    const text = html`The one of ${moment(config.loadedAt)} stays in force. ${action}.`
    return [banner('warn', 'The changed configuration could not be loaded.', text)]
  })
}

function ofState({ daemon: { stateTrouble } }: PageFacts): readonly Html[] {
  switch (stateTrouble?.kind) {
    case 'shared': {
      const who = stateTrouble.writer === 'other' ? 'This one no longer writes it' : 'This one goes on writing'
      const text = html`${who}: give each daemon a <code>state.path</code> of its own, or a restart forgets what it knew.`
      return [banner('warn', 'Another process writes the same state file.', text)]
    }
    case 'unwritten': {
      const text = html`A restart would forget what is new: ${shortened(stateTrouble.detail, 300)}.`
      return [banner('warn', 'The state cannot be written.', text)]
    }
    case 'unread': {
      const text = html`What the last process knew is added once it has been read. Until then nothing is written.`
      return [banner('warn', 'The state has not been read yet.', text)]
    }
    default:
      return []
  }
}
