package io.fairlead.k8s.lab;

/** The API server was not reached, or it refused; trying again later may help. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
