package io.github.semel.benchmarks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with one page, led over its debugging port. */
final class Chromium implements AutoCloseable {

  /** Names the program where it is not on the PATH. */
  private static final String VARIABLE = "SEMEL_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Process process;
  private final Tab tab = new Tab();
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();

  private Chromium(Process process, String address) throws IOException, InterruptedException {
    this.process = process;
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest tabs = HttpRequest.newBuilder(URI.create("http://" + address + "/json")).build();
    Json page =
        Json.parse(client.send(tabs, BodyHandlers.ofString()).body()).items().stream()
            .filter(target -> target.get("type").text().equals("page"))
            .findFirst()
            .orElseThrow();
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(page.get("webSocketDebuggerUrl").text()), tab)
            .join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", "{}");
    }
  }

  /** Where there is one on this machine. */
  static Optional<Path> find() {
    String named = System.getenv(VARIABLE);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one; it ends with {@link #close}. */
  static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                // Its sandbox asks for rights that a container does not give; the page is ours.
                "--no-sandbox",
                "--no-zygote",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Chromium(process, address(process));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String address(Process process) throws IOException {
    BufferedReader errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    String line;
    while ((line = errors.readLine()) != null) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        // Whatever else it says, nobody reads; a full pipe would stop it.
        Thread reader = new Thread(() -> errors.lines().forEach(ignored -> {}));
        reader.setDaemon(true);
        reader.start();
        return listening.group(1);
      }
      said.append(line).append('\n');
    }
    throw new IOException("Chromium ended and said: " + said);
  }

  /** Opens a page and waits until it is loaded. */
  void open(URI page) {
    tab.loaded = new CompletableFuture<>();
    call("Page.navigate", "{\"url\": " + Json.quote(page.toString()) + "}");
    tab.loaded.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** What a script on the page returns, as a text. */
  String evaluate(String script) {
    Json answer =
        call(
            "Runtime.evaluate",
            "{\"returnByValue\": true, \"expression\": "
                + Json.quote("String(" + script + ")")
                + "}");
    return answer.get("result").get("value").text();
  }

  /** Has the page shown as somebody wants it who prefers {@code light} or {@code dark}. */
  void prefer(String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"" + scheme + "\"}]}");
  }

  /** Writes what is seen of the page as PNG. */
  void screenshot(Path file, int width, int height) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\": %d, \"height\": %d, \"deviceScaleFactor\": 1, \"mobile\": false}"
            .formatted(width, height));
    Json image = call("Page.captureScreenshot", "{}");
    Files.write(file, Base64.getDecoder().decode(image.get("data").text()));
  }

  /** What was asked for since the start. */
  List<String> requests() {
    return events("Network.requestWillBeSent")
        .map(event -> event.get("request").get("url").text())
        .toList();
  }

  /** What the console was told, and what no script caught. */
  List<String> complaints() {
    return Stream.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        .flatMap(this::events)
        .map(Json::toString)
        .toList();
  }

  private Stream<Json> events(String method) {
    return tab.events.stream()
        .filter(event -> event.get("method").text().equals(method))
        .map(event -> event.get("params"));
  }

  private Json call(String method, String parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<Json> answer = new CompletableFuture<>();
    tab.answers.put(id, answer);
    socket
        .sendText(
            "{\"id\": %d, \"method\": \"%s\", \"params\": %s}".formatted(id, method, parameters),
            true)
        .join();
    Json message = answer.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    if (!message.has("result")) {
      throw new IllegalStateException(method + " failed: " + message);
    }
    return message.get("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** Puts the messages together that come in parts. */
  private static final class Tab implements WebSocket.Listener {

    private final Map<Integer, CompletableFuture<Json>> answers = new ConcurrentHashMap<>();
    private final List<Json> events = new CopyOnWriteArrayList<>();
    private final List<CharSequence> parts = new ArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      parts.add(data.toString());
      if (last) {
        Json message = Json.parse(String.join("", parts));
        parts.clear();
        if (message.has("id")) {
          CompletableFuture<Json> answer = answers.remove((int) message.get("id").number());
          if (answer != null) {
            answer.complete(message);
          }
        } else {
          events.add(message);
          if (message.get("method").text().equals("Page.loadEventFired")) {
            loaded.complete(null);
          }
        }
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
