package io.fairlead.k8s.embedded.routes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over connections to any address, with a peer that must prove to have this name. */
final class NamedTls extends SSLSocketFactory {
  private final SSLSocketFactory plain;
  private final String name;

  NamedTls(SSLSocketFactory plain, String name) {
    this.plain = plain;
    this.name = name;
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    var socket = plain.createSocket(connected, name, port, autoClose);
    if (socket instanceof SSLSocket tls) {
      var parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setServerNames(List.of(new SNIHostName(name)));
      tls.setSSLParameters(parameters);
    }
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return plain.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return plain.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) throws SocketException {
    throw unconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws SocketException {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws SocketException {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws SocketException {
    throw unconnected();
  }

  private static SocketException unconnected() {
    return new SocketException("TLS is put over a connection that exists");
  }
}
