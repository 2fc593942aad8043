/** The announcement table as a speaker has it: received in parts and deltas, kept on disk. */
@NullMarked
package io.fairlead.speaker.table;

import org.jspecify.annotations.NullMarked;
