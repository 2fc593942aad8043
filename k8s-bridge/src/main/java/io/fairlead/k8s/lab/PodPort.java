package io.fairlead.k8s.lab;

/**
 * One port that pods listen on.
 *
 * @param name as the Service calls it; may be empty
 * @param protocol TCP or UDP
 */
public record PodPort(String name, String protocol, int number) {}
