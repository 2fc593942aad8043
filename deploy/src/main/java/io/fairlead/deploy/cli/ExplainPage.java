package io.fairlead.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Shows the controller's page about one Service to people. */
final class ExplainPage {
  private ExplainPage() {}

  static List<String> lines(JsonNode page) {
    var lines = new ArrayList<String>();
    page.path("lines").forEach(line -> lines.add(line.asText()));
    if (page.has("since")) {
      boolean isPending = page.path("state").asText().equals("pending");
      lines.add((isPending ? "pending since " : "so since ") + page.path("since").asText());
    }
    for (JsonNode pool : page.path("pools")) {
      for (String family : List.of("ipv4", "ipv6")) {
        var usage = pool.path(family);
        if (usage.path("assigned").asLong() + usage.path("available").asLong() != 0) {
          lines.add(usage(pool.path("name").asText(), family, usage));
        }
      }
    }
    return lines;
  }

  private static String usage(String pool, String family, JsonNode usage) {
    return "pool %s, %s: %s in use, %s available, of them %s in quarantine and %s kept for who returns; %s reserved"
        .formatted(
            pool,
            family.equals("ipv4") ? "IPv4" : "IPv6",
            usage.path("assigned").asText(),
            usage.path("available").asText(),
            usage.path("quarantined").asText(),
            usage.path("retained").asText(),
            usage.path("reserved").asText());
  }
}
