package io.fairlead.deploy.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of the validating webhook, with MetalLB's names where it has one. */
public final class WebhookOptions {
  /** What the program does besides, or instead of, its other work. */
  public enum Mode {
    /** The webhook is served. */
    ENABLED,
    /** It is not; the same rules hold in the controller all the same. */
    DISABLED
  }

  @Option(
      names = "--webhook-mode",
      defaultValue = "disabled",
      paramLabel = "MODE",
      description = {
        "enabled: serve the validating webhook; disabled: do not (default: ${DEFAULT-VALUE}).",
        "The rules hold either way: what is faulty never takes down what is in force."
      })
  private Mode mode = Mode.DISABLED;

  @Option(
      names = "--webhook-port",
      defaultValue = "9443",
      paramLabel = "PORT",
      description = "TCP port of the webhook (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--cert-service-name",
      defaultValue = "metallb-webhook-service",
      paramLabel = "NAME",
      description = "Service by which the API server calls (default: ${DEFAULT-VALUE}).")
  private String service = "";

  @Option(
      names = "--webhook-configuration",
      defaultValue = "metallb-webhook-configuration",
      paramLabel = "NAME",
      description = {
        "ValidatingWebhookConfiguration to write the authority into, when it differs"
            + " (default: ${DEFAULT-VALUE})."
      })
  private String configuration = "";

  @Option(
      names = "--disable-cert-rotation",
      description = {
        "Somebody else, such as cert-manager, makes and renews the certificate: it is read from"
            + " --cert-dir, again whenever it changes, and no caBundle is written"
            + " (default: the controller does all that itself)."
      })
  private boolean mounted;

  @Option(
      names = "--cert-dir",
      defaultValue = "/tmp/k8s-webhook-server/serving-certs",
      paramLabel = "FOLDER",
      description = {
        "With --disable-cert-rotation: where tls.crt and tls.key are (default: ${DEFAULT-VALUE})."
      })
  private Path folder = Path.of("");

  public boolean isEnabled() {
    return mode == Mode.ENABLED;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(port);
  }

  /** True when the certificate comes from {@link #certificates}; else it is made here. */
  public boolean isCertificateMounted() {
    return mounted;
  }

  /** Folder of the certificate that somebody else makes. */
  public Path certificates() {
    return folder;
  }

  /** The name in the certificate: {@code service.namespace.svc}. */
  public String host(String namespace) {
    return service + "." + namespace + ".svc";
  }

  public String configuration() {
    return configuration;
  }
}
