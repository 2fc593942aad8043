package io.fairlead.k8s.crd;

/** {@code status} of an L2Advertisement. It has no fields. */
public record L2AdvertisementStatus() {}
