/**
 * The lab's stand-in for kube-proxy: it turns Services and their endpoints into one nftables table
 * per node.
 *
 * <p>{@link io.fairlead.deploy.lab.proxy.NftRuleset} is pure and renders the table; {@link
 * io.fairlead.deploy.lab.proxy.NodeProxies} hands it to {@code nft} inside each node's namespace.
 * Covered: ClusterIP and LoadBalancer addresses, TCP and UDP, IPv4 and IPv6, both external traffic
 * policies. Not covered: node ports, session affinity, source ranges.
 */
@NullMarked
package io.fairlead.deploy.lab.proxy;

import org.jspecify.annotations.NullMarked;
