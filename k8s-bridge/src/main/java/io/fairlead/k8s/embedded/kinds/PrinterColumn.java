package io.fairlead.k8s.embedded.kinds;

/**
 * A column of a custom kind in {@code kubectl get}.
 *
 * @param priority 0 for every table, more for the wide one
 */
public record PrinterColumn(
    String name, String type, String format, String description, int priority, String jsonPath) {}
