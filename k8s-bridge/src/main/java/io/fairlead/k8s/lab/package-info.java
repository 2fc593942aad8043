/**
 * What the lab needs of the Kubernetes client, in plain values: nobody who uses this package sees a
 * type of the client.
 *
 * <p>{@link io.fairlead.k8s.lab.LabClient} is the way in, a connection to one API server. From it
 * come
 *
 * <ul>
 *   <li>{@link io.fairlead.k8s.lab.NodeStandIn}: kubelet and node controller
 *   <li>{@link io.fairlead.k8s.lab.PodDemandListener} and {@link io.fairlead.k8s.lab.PodSlices}:
 *       the two ends of scheduler and endpoint controller, what pods are wanted and where they are;
 *       whoever runs the pods stands between them
 *   <li>{@link io.fairlead.k8s.lab.ProxyStandIn}: kube-proxy's watch
 *   <li>{@link io.fairlead.k8s.lab.LabServices}: questions about load-balanced Services
 * </ul>
 *
 * <p>{@link io.fairlead.k8s.lab.Manifests} reads documents that the client applies, {@link
 * io.fairlead.k8s.lab.ApiAccess} reads a kubeconfig.
 *
 * <p>A document that is wrong or refused is a {@link io.fairlead.k8s.lab.ManifestException}, whose
 * message is for the person who wrote it.
 */
@NullMarked
package io.fairlead.k8s.lab;

import org.jspecify.annotations.NullMarked;
