package io.github.semel.redis.server;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Where a server is and what it takes to be let in. */
record ServerAddress(
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean tls) {

  private static final int DEFAULT_PORT = 6379;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** A server of ours. */
  static ServerAddress local(int port, @Nullable String password) {
    return new ServerAddress("127.0.0.1", port, null, password, 0, false);
  }

  /** {@code redis://[[user]:password@]host[:port][/database]}, or the same with {@code rediss}. */
  static ServerAddress of(URI uri) {
    String host = uri.getHost();
    boolean tls = "rediss".equals(uri.getScheme());
    if (host == null || !(tls || "redis".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("not a redis or rediss URL: " + uri);
    }
    String user = null;
    String password = null;
    if (uri.getUserInfo() != null) {
      int colon = uri.getUserInfo().indexOf(':');
      user = colon <= 0 ? null : uri.getUserInfo().substring(0, colon);
      password = uri.getUserInfo().substring(colon + 1);
    }
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    int database = path.isEmpty() ? 0 : Integer.parseInt(path);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new ServerAddress(host, port, user, password, database, tls);
  }

  RespConnection connect() {
    return connect(TIMEOUT, StandardCharsets.UTF_8);
  }

  /** A connection that has given its password and chosen its database. */
  RespConnection connect(Duration timeout, Charset charset) {
    SocketFactory sockets = tls ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
    RespConnection connection = RespConnection.connect(sockets, host, port, timeout, charset);
    try {
      if (user != null && password != null) {
        connection.command("AUTH", user, password);
      } else if (password != null) {
        connection.command("AUTH", password);
      }
      if (database != 0) {
        connection.command("SELECT", String.valueOf(database));
      }
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
