package io.github.semel.redis.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One real Redis server on 127.0.0.1: started by this JVM and ended with it, or, where the user
 * names one by URL, that one, which cannot be killed, paused or restarted.
 *
 * <p>A started server keeps nothing on disk unless told to ({@code --appendonly yes}). Safe from
 * any thread.
 */
public final class RedisServer implements AutoCloseable {

  /** The system property that names a server to use; {@value #URL_VARIABLE} does the same. */
  public static final String URL_PROPERTY = "semel.redis.url";

  /** The environment variable that names a server to use. */
  public static final String URL_VARIABLE = "SEMEL_REDIS_URL";

  private final ServerAddress address;
  private final URI uri;
  private final String version;
  // Null for a server that was not started here.
  private final @Nullable ServerProcess process;
  // Null for a server without TLS.
  private final @Nullable Tls tls;

  /** The TLS side of a server: its second port, and what trusts its certificate. */
  private record Tls(int port, SSLContext clientContext) {}

  private RedisServer(
      ServerAddress address,
      URI uri,
      String version,
      @Nullable ServerProcess process,
      @Nullable Tls tls) {
    this.address = address;
    this.uri = uri;
    this.version = version;
    this.process = process;
    this.tls = tls;
  }

  /**
   * The server that {@value #URL_PROPERTY} or {@value #URL_VARIABLE} names, else a new one from
   * {@link RedisBinary#find()}. What the named server holds is left alone: it may be somebody's.
   *
   * @throws RedisServerException when it does not start; the message has the end of its log
   */
  public static RedisServer start() {
    String url = System.getProperty(URL_PROPERTY, System.getenv(URL_VARIABLE));
    return url == null || url.isEmpty() ? start(RedisBinary.find()) : at(URI.create(url));
  }

  /**
   * The server at {@code redis://[[user]:password@]host[:port][/database]}, not ours to control.
   */
  public static RedisServer at(URI uri) {
    ServerAddress address = ServerAddress.of(uri);
    try (RespConnection connection = address.connect()) {
      String version =
          InfoReply.field(connection.command("INFO", "server"), "redis_version").orElse("unknown");
      return new RedisServer(address, uri, version, null, null);
    }
  }

  /**
   * Starts a server.
   *
   * @param config directives as on a command line, such as {@code "--maxmemory 10mb"} or {@code
   *     "--requirepass", "secret"}; the last one wins over what this class sets
   * @throws RedisServerException when it does not start; the message has the end of its log
   */
  public static RedisServer start(RedisBinary binary, String... config) {
    return start(binary, Ports::free, List.of(config), null);
  }

  /**
   * Starts a server that also listens with TLS on a port of its own, with a certificate made for it
   * now. Clients need none.
   *
   * @throws RedisServerException also when the binary was built without TLS
   */
  public static RedisServer startTls(RedisBinary binary, String... config) {
    return start(binary, Ports::free, List.of(config), TlsCertificate.create());
  }

  static RedisServer start(
      RedisBinary binary,
      IntSupplier ports,
      List<String> config,
      @Nullable TlsCertificate certificate) {
    List<String> extra = Directives.lines(config);
    AtomicInteger tlsPort = new AtomicInteger();
    String password = Directives.value(extra, "requirepass");
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Launch(
                binary,
                false,
                ports,
                (home, port) -> {
                  List<String> lines = defaults(binary, home, port);
                  if (certificate != null) {
                    tlsPort.set(Ports.free());
                    lines.addAll(certificate.directives(home, tlsPort.get()));
                  }
                  lines.addAll(extra);
                  return lines;
                },
                password));
    return of(
        process,
        binary,
        password,
        certificate == null ? null : new Tls(tlsPort.get(), certificate.clientContext()));
  }

  /** Starts a sentinel with these lines as its configuration. */
  static RedisServer sentinel(RedisBinary binary, int port, List<String> lines) {
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Launch(binary, true, () -> port, (home, same) -> lines, null));
    return of(process, binary, null, null);
  }

  private static RedisServer of(
      ServerProcess process, RedisBinary binary, @Nullable String password, @Nullable Tls tls) {
    ServerAddress address = ServerAddress.local(process.port(), password);
    URI uri = URI.create("redis://" + address.host() + ":" + address.port());
    return new RedisServer(address, uri, binary.version(), process, tls);
  }

  private static List<String> defaults(RedisBinary binary, Path home, int port) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("port " + port);
    lines.add("bind 127.0.0.1");
    lines.add("protected-mode no");
    lines.add("daemonize no");
    lines.add("dir " + Directives.quote(home.resolve("data")));
    lines.add("loglevel notice");
    lines.add("save \"\"");
    lines.add("appendonly no");
    if (binary.atLeast(7, 0)) {
      lines.add("enable-debug-command local");
    }
    // Ignored unless the cluster mode is on; outside the data, so that a node that loses its data
    // keeps its place.
    lines.add("cluster-config-file " + Directives.quote(home.resolve("nodes.conf")));
    return lines;
  }

  /** Where clients connect to. */
  public String host() {
    return address.host();
  }

  /** The port without TLS, unless the server was named by a {@code rediss} URL. */
  public int port() {
    return address.port();
  }

  /** {@code redis://127.0.0.1:port} without a password, or the URL by which it was named. */
  public URI uri() {
    return uri;
  }

  /** As the server tells it, such as {@code 7.0.15}. */
  public String version() {
    return version;
  }

  /** The port with TLS of a server from {@link #startTls}. */
  public int tlsPort() {
    return requireTls().port();
  }

  /** {@code rediss://127.0.0.1:port} of a server from {@link #startTls}. */
  public URI tlsUri() {
    return URI.create("rediss://" + address.host() + ":" + requireTls().port());
  }

  /** A context that trusts the certificate of a server from {@link #startTls} and no other. */
  public SSLContext clientContext() {
    return requireTls().clientContext();
  }

  private Tls requireTls() {
    if (tls == null) {
      throw new IllegalStateException("started without TLS");
    }
    return tls;
  }

  /** Whether the process is this JVM's to kill, pause and restart. */
  public boolean isControlled() {
    return process != null;
  }

  /** A new connection, which has given the password of {@code --requirepass}. */
  public RespConnection connect() {
    return address.connect();
  }

  ServerAddress address() {
    return address;
  }

  /**
   * Sends one command over a connection of its own.
   *
   * @return as {@link RespConnection#command}
   */
  public @Nullable Object command(String... words) {
    try (RespConnection connection = connect()) {
      return connection.command(words);
    }
  }

  /** One field of {@code INFO section}; empty text when it is not there. */
  public String info(String section, String field) {
    return InfoReply.field(command("INFO", section), field).orElse("");
  }

  /** Whether the process runs; a paused one does. */
  public boolean isAlive() {
    return requireProcess().isAlive();
  }

  /** Ends the process by SIGKILL, as a crash would, and waits until it is gone. */
  public void kill() {
    requireProcess().kill();
  }

  /** Stops the process by SIGSTOP: connections stay open and nothing is answered. */
  public void pause() {
    requireProcess().signal("STOP");
  }

  /** Lets a paused process go on. */
  public void resume() {
    requireProcess().signal("CONT");
  }

  /**
   * Ends the process, if it runs, and starts it again on the same port.
   *
   * @param keepData whether a running server writes its data to disk first, and what is on disk is
   *     loaded; after {@link #kill()} that is what the server had written by itself. A replica
   *     starts as it was configured at first, and gets its data from its master in either case
   * @throws RedisServerException when it does not start again
   */
  public void restart(boolean keepData) {
    requireProcess().restart(keepData, () -> command("SAVE"));
  }

  /** What the server has printed since its first start. */
  public String log() {
    return requireProcess().log();
  }

  private ServerProcess requireProcess() {
    if (process == null) {
      throw new UnsupportedOperationException("the server at " + uri + " was not started here");
    }
    return process;
  }

  /** Kills a server that was started here and removes its files; leaves a named one alone. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
