package io.fairlead.load.failover;

/**
 * Further clients of the Service while it is handed over: a newcomer, and one of single packets.
 */
record Bystanders(Newcomer newcomer, ProbeSession packets) {
  /** Where there were none. */
  static final Seen NOTHING = new Seen("", "", "", "");

  /**
   * What they saw, as it is written into the file.
   *
   * @param packets that were sent
   * @param packetsLate that were answered after {@link ProbeReport#LATE_MILLIS}
   * @param packetsLost that were never answered
   */
  record Seen(String newcomerMillis, String packets, String packetsLate, String packetsLost) {}

  static Bystanders start(Stage stage) {
    stage.packets().open(stage.address());
    return new Bystanders(Newcomer.start(stage.router(), stage.address()), stage.packets());
  }

  Seen stop() {
    ProbeReport seen = packets.finish();
    return new Seen(
        Long.toString(newcomer.stop()),
        Integer.toString(seen.requests()),
        Integer.toString(seen.late()),
        Integer.toString(seen.failures()));
  }
}
