/**
 * Membership on Pekko: joins and founds, downs, brings separated clusters together, and keeps a
 * speaker's actor system alive. All decisions come from {@code io.fairlead.membership}.
 */
@NullMarked
package io.fairlead.membership.actor;

import org.jspecify.annotations.NullMarked;
