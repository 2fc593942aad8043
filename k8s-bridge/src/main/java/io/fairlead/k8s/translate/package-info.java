/**
 * Kubernetes objects in, core views out. Pure: no clock, no logger, no input or output. Bad input
 * never throws; it becomes a {@code ConfigFault} that a person can act on.
 */
@NullMarked
package io.fairlead.k8s.translate;

import org.jspecify.annotations.NullMarked;
