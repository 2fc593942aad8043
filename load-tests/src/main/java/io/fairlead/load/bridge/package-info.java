/**
 * Measures the bridge to Kubernetes from outside: a real controller process and an API server
 * process on loopback, Services and pools made over HTTP, their addresses seen in status by a
 * watch.
 */
@NullMarked
package io.fairlead.load.bridge;

import org.jspecify.annotations.NullMarked;
