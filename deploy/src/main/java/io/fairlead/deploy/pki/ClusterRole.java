package io.fairlead.deploy.pki;

/** What a member of the cluster may be; it stands in the certificate's organisational unit. */
public enum ClusterRole {
  CONTROLLER("controller"),
  SPEAKER("speaker");

  private final String unit;

  ClusterRole(String unit) {
    this.unit = unit;
  }

  /** The text in the certificate, and the member's Pekko role. */
  public String unit() {
    return unit;
  }
}
