/**
 * The {@code metallb.io} kinds as the API server has them. Classes carry their Kubernetes kind
 * names; the core twins are {@code PoolConfig} and {@code L2Advertisement}. The YAML under {@code
 * deploy/manifests/crds} is generated from these classes.
 */
@NullMarked
package io.fairlead.k8s.crd;

import org.jspecify.annotations.NullMarked;
