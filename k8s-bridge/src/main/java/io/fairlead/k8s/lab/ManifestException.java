package io.fairlead.k8s.lab;

/**
 * A manifest cannot be read, is no Kubernetes object, or was refused by the API server. The message
 * says which document and what is wrong with it.
 */
public final class ManifestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ManifestException(String message) {
    super(message);
  }

  ManifestException(String message, Throwable cause) {
    super(message, cause);
  }
}
