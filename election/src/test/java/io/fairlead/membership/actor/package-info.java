@NullMarked
package io.fairlead.membership.actor;

import org.jspecify.annotations.NullMarked;
