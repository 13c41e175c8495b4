/*
 * The one door to zod. It is told not to probe for `new Function` before any schema is made: a page with a strict content
 * security policy would report the attempt. Import `z` from here, never from the package.
 */
import { config, z } from 'zod'

config({ jitless: true })

export { z }
