/**
 * Reads the event log of the embedded journal, from any process, while it is being written.
 *
 * <p>It is plain SQL on a read-only connection: no actor system, no lock. A record is given as it
 * is stored; whoever wants the event has {@link io.fairlead.persistence.schema.StoredSchemas} read
 * it.
 */
@NullMarked
package io.fairlead.persistence.log;

import org.jspecify.annotations.NullMarked;
