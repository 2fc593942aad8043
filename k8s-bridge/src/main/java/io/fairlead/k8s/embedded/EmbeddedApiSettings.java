package io.fairlead.k8s.embedded;

import io.fairlead.k8s.embedded.rbac.ApiUser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the embedded API server runs.
 *
 * @param addresses where it listens: {@link InetSocketAddress}, with port 0 for any free one, or
 *     {@link java.net.UnixDomainSocketAddress}. The first is the one that {@code uri()} names and
 *     must be an internet address.
 * @param historyLimit how many changes watches can look back on
 * @param bookmarkMillis how often a watcher that asked for bookmarks gets one
 * @param tokens whom a token stands for; with none, every token is as good as no token
 */
public record EmbeddedApiSettings(
    List<SocketAddress> addresses,
    int historyLimit,
    long bookmarkMillis,
    Map<String, ApiUser> tokens) {
  private static final int HISTORY_LIMIT = 50_000;
  private static final long BOOKMARK_MILLIS = 10_000;

  public EmbeddedApiSettings {
    addresses = List.copyOf(addresses);
    tokens = Map.copyOf(tokens);
    if (addresses.isEmpty() || !(addresses.getFirst() instanceof InetSocketAddress)) {
      throw new IllegalArgumentException("the first address must be an internet address");
    }
  }

  /** Loopback, any free port. */
  public static EmbeddedApiSettings defaults() {
    SocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new EmbeddedApiSettings(List.of(loopback), HISTORY_LIMIT, BOOKMARK_MILLIS, Map.of());
  }

  /** The first address instead of loopback. */
  public EmbeddedApiSettings withAddress(InetSocketAddress address) {
    List<SocketAddress> changed = new ArrayList<>(addresses);
    changed.set(0, address);
    return new EmbeddedApiSettings(changed, historyLimit, bookmarkMillis, tokens);
  }

  /** One more address, or the path of a Unix domain socket. */
  public EmbeddedApiSettings withAlso(SocketAddress address) {
    List<SocketAddress> more = new ArrayList<>(addresses);
    more.add(address);
    return new EmbeddedApiSettings(more, historyLimit, bookmarkMillis, tokens);
  }

  public EmbeddedApiSettings withHistoryLimit(int limit) {
    return new EmbeddedApiSettings(addresses, limit, bookmarkMillis, tokens);
  }

  public EmbeddedApiSettings withBookmarkMillis(long millis) {
    return new EmbeddedApiSettings(addresses, historyLimit, millis, tokens);
  }

  /** Who sends this token may do what the roles of that user allow. */
  public EmbeddedApiSettings withToken(String token, ApiUser user) {
    Map<String, ApiUser> more = new TreeMap<>(tokens);
    more.put(token, user);
    return new EmbeddedApiSettings(addresses, historyLimit, bookmarkMillis, more);
  }
}
