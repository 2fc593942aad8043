package io.fairlead.ipam;

/**
 * How full a pool is. Counts stop at the greatest long.
 *
 * @param retired true when the pool is no longer configured; then nothing is available
 * @param services how many Services hold addresses of it
 */
public record PoolUsage(
    String pool, boolean retired, long services, FamilyUsage ipv4, FamilyUsage ipv6) {
  /**
   * The addresses of one family.
   *
   * @param assigned held by Services; one that several share counts once
   * @param available not assigned, and some Service may have them
   * @param quarantined of those available: given out only when there is no other, because their
   *     former Service is gone too short a time
   * @param retained of those available and not quarantined: kept for the return of their former
   *     Service while there are others
   * @param reserved of all: only certain Services may have them
   */
  public record FamilyUsage(
      long assigned, long available, long quarantined, long retained, long reserved) {
    public static final FamilyUsage NONE = new FamilyUsage(0, 0, 0, 0, 0);
  }
}
