package io.fairlead.k8s.crd;

/** A {@code status} without fields; the subresource exists all the same. */
public record EmptyStatus() {}
