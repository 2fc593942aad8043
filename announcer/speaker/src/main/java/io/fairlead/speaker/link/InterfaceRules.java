package io.fairlead.speaker.link;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which interfaces may announce addresses on the local segment.
 *
 * @param excluded patterns of interface names, found anywhere in the name unless anchored
 */
public record InterfaceRules(List<Pattern> excluded) {
  /** The exclusions that MetalLB ships: virtual interfaces of the usual network plugins. */
  public static final InterfaceRules DEFAULT =
      of(
          List.of(
              "^docker.*",
              "^cbr.*",
              "^dummy.*",
              "^virbr.*",
              "^lxcbr.*",
              "^veth.*",
              "^lo$",
              "^cali.*",
              "^tunl.*",
              "^flannel.*",
              "^kube-ipvs.*",
              "^cni.*",
              "^nodelocaldns.*",
              "^lxc.*"));

  public InterfaceRules {
    excluded = List.copyOf(excluded);
  }

  /**
   * @throws java.util.regex.PatternSyntaxException for a text that is no regular expression
   */
  public static InterfaceRules of(List<String> excludedPatterns) {
    return new InterfaceRules(excludedPatterns.stream().map(Pattern::compile).toList());
  }

  public boolean eligible(LinkInterface candidate) {
    var flags = candidate.flags();
    return flags.up()
        && flags.broadcast()
        && !flags.loopback()
        && !flags.noArp()
        && !flags.enslaved()
        && !excludes(candidate);
  }

  /** True when the name of the interface says that it never announces. */
  public boolean excludes(LinkInterface candidate) {
    return excluded.stream().anyMatch(pattern -> pattern.matcher(candidate.name()).find());
  }
}
