package io.fairlead.membership.tls;

import io.fairlead.membership.MemberRole;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which certificate may speak for which host: the subject's OU names the role, controllers are
 * exactly the configured controller hosts. A speaker thus cannot act as a controller, even with a
 * certificate of the same CA.
 */
public final class PeerRule {
  private final NavigableSet<String> controllerHosts;

  public PeerRule(Collection<String> controllerHosts) {
    this.controllerHosts =
        controllerHosts.stream()
            .map(PeerRule::canonical)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Why the peer at the host that this node has dialled is refused; empty if it is welcome. That
   * the certificate names the host is checked by JSSE before.
   */
  public Optional<String> refusalOfDialled(List<String> units, String host) {
    var needed = isController(host) ? MemberRole.CONTROLLER : MemberRole.SPEAKER;
    return refusalOfUnits(units)
        .or(
            () ->
                units.contains(needed.word())
                    ? Optional.empty()
                    : Optional.of(
                        host
                            + " must be a "
                            + needed.word()
                            + " (fairlead.cluster.controller-hosts), but its certificate has OU="
                            + units.getFirst()));
  }

  /** The same for a peer that has dialled this node: its host is what its certificate names. */
  public Optional<String> refusalOfCaller(List<String> units, Collection<String> names) {
    boolean namesController = names.stream().anyMatch(this::isController);
    return refusalOfUnits(units)
        .or(
            () -> {
              if (units.contains(MemberRole.CONTROLLER.word()) && !namesController) {
                return Optional.of(
                    "its certificate has OU=controller, but names no host of"
                        + " fairlead.cluster.controller-hosts: it names "
                        + names);
              }
              if (units.contains(MemberRole.SPEAKER.word()) && namesController) {
                return Optional.of(
                    "its certificate has OU=speaker, but names a controller host: " + names);
              }
              return Optional.empty();
            });
  }

  private static Optional<String> refusalOfUnits(List<String> units) {
    var roles = Arrays.stream(MemberRole.values()).map(MemberRole::word).toList();
    return units.size() == 1 && roles.contains(units.getFirst())
        ? Optional.empty()
        : Optional.of(
            "the subject of its certificate must have exactly one OU, one of "
                + roles
                + ", but has "
                + units);
  }

  private boolean isController(String name) {
    if (name.startsWith("*.")) {
      return controllerHosts.stream().anyMatch(host -> matchesWildcard(name.substring(1), host));
    }
    return controllerHosts.contains(canonical(name));
  }

  /** RFC 6125 section 6.4.3: the wildcard stands for one whole label. */
  private static boolean matchesWildcard(String suffix, String host) {
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot).equalsIgnoreCase(suffix);
  }

  /** One spelling per host, so that all forms of an IPv6 address agree. */
  private static String canonical(String host) {
    try {
      return InetAddress.ofLiteral(host).getHostAddress();
    } catch (IllegalArgumentException e) {
      return host.toLowerCase(Locale.ROOT);
    }
  }
}
