/**
 * What the client sees: one HTTP request, or one every 10 ms with the gaps measured.
 *
 * <p>A socket belongs to the namespace of the thread that made it, also when other threads use it
 * afterwards. So one thread enters the client's namespace and does nothing but make sockets ({@link
 * io.fairlead.deploy.lab.probe.NamespaceSockets}); it starts no thread, because a thread started
 * there would stay there. Everything else happens on ordinary threads.
 */
@NullMarked
package io.fairlead.deploy.lab.probe;

import org.jspecify.annotations.NullMarked;
