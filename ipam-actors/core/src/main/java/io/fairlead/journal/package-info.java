/**
 * What every journaled entity shares: an event with its running number and time, and a state that
 * counts them.
 */
@NullMarked
package io.fairlead.journal;

import org.jspecify.annotations.NullMarked;
