/**
 * The journal of a single controller: one SQLite file that the controller opens by itself.
 *
 * <p>{@link io.fairlead.persistence.journal.EmbeddedJournal} makes the folder ready before the
 * actor system starts and gives the settings to start it with. Every commit is on the disk before
 * it is acknowledged (write-ahead log, {@code synchronous=FULL}). One process writes, which a lock
 * file sees to; any other may read meanwhile.
 */
@NullMarked
package io.fairlead.persistence.journal;

import org.jspecify.annotations.NullMarked;
