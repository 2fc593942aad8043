package io.fairlead.deploy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a program serves its metrics; the names of the options are MetalLB's. */
public final class MetricsOptions {
  private static final int PORT_MAX = 65_535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      defaultValue = "7472",
      paramLabel = "PORT",
      description = "TCP port of the metrics (/metrics, plain HTTP), 0 for none (default: 7472).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "${env:METALLB_HOST:-}",
      paramLabel = "ADDRESS",
      description = {
        "Address to serve the metrics on (default: all of this machine).",
        "(environment: METALLB_HOST)"
      })
  private String host = "";

  /**
   * Where to listen; port 0: nowhere.
   *
   * @throws ParameterException when that cannot be an address
   */
  public InetSocketAddress address() {
    if (port < 0 || port > PORT_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--port %d is no port: 1 to 65535, or 0 for none".formatted(port));
    }
    try {
      return host.isEmpty()
          ? new InetSocketAddress(port)
          : new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new ParameterException(
          spec.commandLine(), "--host %s is not the address of a machine".formatted(host), e);
    }
  }
}
