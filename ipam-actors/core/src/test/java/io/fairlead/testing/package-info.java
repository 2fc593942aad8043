/** What tests of every module share: the gate for parts that a machine may lack. */
@NullMarked
package io.fairlead.testing;

import org.jspecify.annotations.NullMarked;
