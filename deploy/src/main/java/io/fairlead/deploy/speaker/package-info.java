/**
 * The speaker program. What announces (sockets, table, core) lives outside the actor system: when
 * the cluster ends that, a new one is started in the same process and the network never notices.
 */
@NullMarked
package io.fairlead.deploy.speaker;

import org.jspecify.annotations.NullMarked;
