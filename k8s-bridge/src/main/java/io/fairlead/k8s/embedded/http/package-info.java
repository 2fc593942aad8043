/** HTTP/1.1 and WebSocket in front of the API: requests in, replies and event streams out. */
@NullMarked
package io.fairlead.k8s.embedded.http;

import org.jspecify.annotations.NullMarked;
