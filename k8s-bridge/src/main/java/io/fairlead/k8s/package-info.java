/**
 * The bridge to Kubernetes: client, custom resources, informers, translation and writers. No
 * Kubernetes client type is needed by its users; they see core views.
 */
@NullMarked
package io.fairlead.k8s;

import org.jspecify.annotations.NullMarked;
