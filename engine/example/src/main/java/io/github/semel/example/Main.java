package io.github.semel.example;

import io.github.semel.example.gateway.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the payments API, and the gateway with it unless there is one elsewhere. */
@Command(
    name = "payments",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    subcommands = GatewayCommand.class,
    description = "A payments API that charges once however often it is asked.")
public final class Main implements Callable<Integer> {

  @Option(names = "--port", description = "where it listens, on 127.0.0.1; 0 for any that is free")
  private int port = 8080;

  @Option(
      names = "--store",
      description =
          "the store of keys: heap:, compact:, chronicle:/path?maxEntries=100000 or redis://host")
  private String store = "heap:";

  @Option(
      names = "--lease",
      description = "how long a claim stands when the process that holds it has died")
  private Duration lease = Duration.ofSeconds(10);

  @Option(
      names = "--account",
      description = "an account and its password, as name=password; may be repeated",
      defaultValue = "shop=secret")
  private Map<String, String> accounts = Map.of();

  @Option(
      names = "--gateway",
      description = "the address of a gateway that runs elsewhere; none is started then")
  private @Nullable URI gateway;

  @Option(names = "--gateway-timeout", description = "how long its answer is waited for")
  private Duration gatewayTimeout = Duration.ofSeconds(2);

  @Option(names = "--gateway-port", description = "where the gateway listens that is started")
  private int gatewayPort = 8081;

  @Option(names = "--charges", description = "the file with the record of that gateway")
  private Path charges = Path.of("charges.jsonl");

  /** For picocli. */
  public Main() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) {
    prepare();
    CommandLine command = new CommandLine(new Main());
    // What is wrong with a URI, a port or a file is a sentence, not a stack.
    command.setExecutionExceptionHandler(
        (failure, of, parsed) -> {
          of.getErr().println(failure.getMessage());
          return of.getCommandSpec().exitCodeOnExecutionException();
        });
    System.exit(command.execute(arguments));
  }

  /** What a server of the JDK's takes from the system's properties, before its first use. */
  private static void prepare() {
    // Head and body of a response are two segments; the second would wait for the first's
    // acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  /** An address on this machine alone. */
  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    URI address = gateway;
    if (address == null) {
      Gateway own = GatewayCommand.start(gatewayPort, charges);
      closeInTheEnd(own);
      address = URI.create("http://127.0.0.1:" + own.port() + "/");
    }
    PaymentsServer server =
        PaymentsServer.start(
            new PaymentsServer.Setup(
                loopback(port), store, address, gatewayTimeout, lease, accounts));
    closeInTheEnd(server);
    // The scheme alone: the rest may hold a password.
    String scheme = store.replaceFirst(":.*", ":");
    System.out.println("gateway  " + address);
    System.out.println("store    " + scheme);
    System.out.println("payments http://127.0.0.1:" + server.port() + "/");
    System.out.println("Stop it with Ctrl-C.");
    System.out.flush();
    awaitTheEnd();
    return 0;
  }

  /** Closes {@code resource} when the process is asked to end. */
  static void closeInTheEnd(AutoCloseable resource) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    resource.close();
                  } catch (Exception e) {
                    System.err.println("could not be closed: " + e);
                  }
                }));
  }

  /** Until the process is asked to end. */
  static void awaitTheEnd() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
