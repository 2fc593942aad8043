/**
 * What the rules need to know of the Kubernetes cluster: small immutable views, translated once at
 * the border by the bridge.
 */
@NullMarked
package io.fairlead.cluster;

import org.jspecify.annotations.NullMarked;
