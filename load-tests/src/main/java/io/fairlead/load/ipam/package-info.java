/**
 * How fast address management is: the pure pool under JMH, one pool entity on the embedded journal,
 * and the memory of an assignment. The script {@code load-tests/ipam} runs all of it.
 */
@NullMarked
package io.fairlead.load.ipam;

import org.jspecify.annotations.NullMarked;
