package io.fairlead.persistence.schema;

/**
 * An event in its stored form.
 *
 * @param type stored name, for example {@code pool.configured}; it never changes
 * @param version of the form of this type, from 1
 * @param json one JSON object; its {@code n} is the event's running number, {@code at} the ISO
 *     instant of the decision
 */
public record Stored(String type, int version, String json) {

  /** Type and version as the journal's manifest column holds them: {@code type:version}. */
  public String manifest() {
    return type + ":" + version;
  }

  /**
   * Puts a stored event together from the journal's columns.
   *
   * @throws UnreadableEventException when the manifest is not {@code type:version}
   */
  public static Stored ofManifest(String manifest, String json) {
    int colon = manifest.lastIndexOf(':');
    try {
      return new Stored(
          manifest.substring(0, Math.max(colon, 0)),
          Integer.parseInt(manifest, colon + 1, manifest.length(), 10),
          json);
    } catch (NumberFormatException e) {
      throw UnreadableEventException.damaged(
          "the manifest \"" + manifest + "\" is not of the form type:version", e);
    }
  }
}
