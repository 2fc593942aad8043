@NullMarked
package io.fairlead.election.actor;

import org.jspecify.annotations.NullMarked;
