package io.fairlead.membership;

import java.util.Locale;

/** The two kinds of members. The name in lower case is the Pekko role and the certificate's OU. */
public enum MemberRole {
  CONTROLLER,
  SPEAKER;

  /** The word used in configuration, in Pekko's role list and in certificates. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
