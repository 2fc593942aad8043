/**
 * The lab's Kubernetes side: the API it talks to, what it applies there, and the pods that it runs.
 * All that needs the Kubernetes client is in {@link io.fairlead.k8s.lab}.
 *
 * <ul>
 *   <li>{@link io.fairlead.deploy.lab.kube.LabApi}: an embedded API server, or an existing one
 *   <li>{@link io.fairlead.deploy.lab.kube.TcpForwarder}: makes that reachable for the controller
 *   <li>{@link io.fairlead.deploy.lab.kube.LabManifests}: reads and applies documents
 *   <li>{@link io.fairlead.deploy.lab.kube.EndpointStandIn}: scheduler and endpoint controller
 *   <li>{@link io.fairlead.deploy.lab.kube.PodServer}: the pods
 * </ul>
 */
@NullMarked
package io.fairlead.deploy.lab.kube;

import org.jspecify.annotations.NullMarked;
