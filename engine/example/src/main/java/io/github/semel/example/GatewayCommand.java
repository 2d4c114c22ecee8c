package io.github.semel.example;

import io.github.semel.example.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the gateway alone, for payments APIs that come and go. */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "The gateway alone.")
final class GatewayCommand implements Callable<Integer> {

  /** Longer than the payments API waits. */
  private static final Duration SLOWNESS = Duration.ofSeconds(4);

  @Option(names = "--port", description = "where it listens, on 127.0.0.1")
  private int port = 8081;

  @Option(names = "--charges", description = "the file with its record")
  private Path charges = Path.of("charges.jsonl");

  static Gateway start(int port, Path charges) throws IOException {
    return Gateway.start(Main.loopback(port), charges, SLOWNESS, Optional::empty);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Gateway gateway = start(port, charges);
    Main.closeInTheEnd(gateway);
    System.out.println("gateway  http://127.0.0.1:" + gateway.port() + "/");
    System.out.flush();
    Main.awaitTheEnd();
    return 0;
  }
}
