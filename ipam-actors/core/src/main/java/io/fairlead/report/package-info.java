/**
 * What speakers report of themselves: which addresses they announce, to which BGP peers they
 * advertise, what troubles them. Soft state: nothing of it is journaled, and all of it is told anew
 * to whoever asks.
 */
@NullMarked
package io.fairlead.report;

import org.jspecify.annotations.NullMarked;
