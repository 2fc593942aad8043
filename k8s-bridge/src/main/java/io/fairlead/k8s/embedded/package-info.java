/**
 * A small Kubernetes API server for the lab and for tests: in memory, without authentication, with
 * the semantics that a controller depends on (versions, conflicts, status, apply, watches).
 *
 * <p>Known limits: CEL (rules, matchConditions) and conversion webhooks are not evaluated, there
 * are no controllers (a Deployment makes no Pods, a Service no EndpointSlices, owners are not
 * garbage collected), and nothing outlives the process.
 */
@NullMarked
package io.fairlead.k8s.embedded;

import org.jspecify.annotations.NullMarked;
