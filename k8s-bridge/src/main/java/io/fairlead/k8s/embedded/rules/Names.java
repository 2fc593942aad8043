package io.fairlead.k8s.embedded.rules;

import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import java.util.List;
import java.util.regex.Pattern;

/** The forms of names, RFC 1123 and RFC 1035. */
public final class Names {
  private static final int LABEL_CHARS_MAX = 63;
  private static final int SUBDOMAIN_CHARS_MAX = 253;
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

  private Names() {}

  public static void checkSubdomain(String name, String field, List<Cause> causes) {
    if (name.isEmpty()) {
      causes.add(Cause.required(field, "name or generateName is required"));
    } else if (name.length() > SUBDOMAIN_CHARS_MAX || !SUBDOMAIN.matcher(name).matches()) {
      causes.add(
          Cause.invalid(
              field,
              name,
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                  + " '-' or '.', and must start and end with an alphanumeric character"));
    }
  }

  /** RBAC objects may be named anything that can stand in a path, such as {@code ns:role}. */
  public static void checkPathSegment(String name, String field, List<Cause> causes) {
    if (name.isEmpty()) {
      causes.add(Cause.required(field, "name or generateName is required"));
    } else if (name.contains("/") || name.contains("%") || name.equals(".") || name.equals("..")) {
      causes.add(Cause.invalid(field, name, "may not be '.' or '..', nor contain '/' or '%'"));
    }
  }

  static void checkLabel(String name, String field, List<Cause> causes) {
    if (name.length() > LABEL_CHARS_MAX || !LABEL_1123.matcher(name).matches()) {
      causes.add(
          Cause.invalid(
              field,
              name,
              "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character"));
    }
  }

  static void checkServiceName(String name, String field, List<Cause> causes) {
    if (name.length() > LABEL_CHARS_MAX || !LABEL_1035.matcher(name).matches()) {
      causes.add(
          Cause.invalid(
              field,
              name,
              "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                  + " with an alphabetic character, and end with an alphanumeric character"));
    }
  }
}
