package io.fairlead.deploy.lab.probe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What came back for one HTTP request.
 *
 * @param status such as 200
 * @param pod which pod answered, if it says so ({@code X-Lab-Pod})
 * @param body the page
 */
public record HttpAnswer(int status, Optional<String> pod, String body) {
  /** The header by which the lab's pods say who they are. */
  public static final String POD_HEADER = "X-Lab-Pod";

  private static final int STATUS_OK = 200;

  public boolean succeeded() {
    return status == STATUS_OK;
  }

  /** Reads a whole response; empty if it is not one, for instance because it was cut short. */
  public static Optional<HttpAnswer> parse(byte[] response) {
    String text = new String(response, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, Math.max(0, end)).split("\r\n");
    String[] statusLine = lines[0].split(" ", 3);
    if (statusLine.length < 2
        || !statusLine[0].startsWith("HTTP/1.")
        || !statusLine[1].matches("[1-5][0-9][0-9]")) {
      return Optional.empty();
    }
    String wanted = POD_HEADER.toLowerCase(Locale.ROOT) + ":";
    Optional<String> pod = Optional.empty();
    for (String line : lines) {
      if (line.toLowerCase(Locale.ROOT).startsWith(wanted)) {
        pod = Optional.of(line.substring(wanted.length()).strip());
      }
    }
    return Optional.of(
        new HttpAnswer(Integer.parseInt(statusLine[1]), pod, text.substring(end + 4)));
  }
}
