/**
 * Writes to the API server: status, counters, Events. Only on difference with what the informers
 * show, by server-side apply as field manager {@code fairlead}, on own threads with bounded
 * retries. A failure is logged once; the next converge tries again.
 */
@NullMarked
package io.fairlead.k8s.write;

import org.jspecify.annotations.NullMarked;
