package io.fairlead.k8s.embedded.http;

import java.util.List;
import java.util.Map;

/**
 * One request as the routes see it.
 *
 * @param segments the decoded parts of the path, without empty ones
 * @param query the first value of every query parameter
 * @param authorization the header of that name, or empty
 */
public record ApiRequest(
    String method,
    List<String> segments,
    Map<String, String> query,
    String accept,
    String contentType,
    String userAgent,
    String authorization,
    String body) {

  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  public boolean flag(String name) {
    String value = query(name);
    return value.equals("true") || value.equals("1");
  }
}
