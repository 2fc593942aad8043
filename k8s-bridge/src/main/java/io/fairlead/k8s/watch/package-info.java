/**
 * Informers in, {@code ClusterSnapshot}s out. Nothing is handed on before everything that exists
 * has been listed once; after that changes are coalesced. While the API server is away the last
 * state stays.
 */
@NullMarked
package io.fairlead.k8s.watch;

import org.jspecify.annotations.NullMarked;
