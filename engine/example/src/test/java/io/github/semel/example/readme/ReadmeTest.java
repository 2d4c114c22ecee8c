package io.github.semel.example.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.example.FrontFault;
import io.github.semel.example.TestService;
import io.github.semel.example.gateway.GatewayFault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README shows is what takes place. */
class ReadmeTest {

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
  }

  private static List<String> blocks(String kind) throws IOException {
    Matcher block = Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(readme());
    return block.results().map(found -> found.group(1)).toList();
  }

  private static String words(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  @Test
  @DisplayName("the Java in the README compiles")
  void compiles() throws IOException {
    Path examples = Path.of("src/test/java/io/github/semel/example/readme/ReadmeExamples.java");
    String code = words(Files.readString(examples, StandardCharsets.UTF_8));
    assertThat(blocks("java"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(code).contains(words(block)));
  }

  @Test
  @DisplayName("its commands, one after the other, print what it says")
  void commands() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    int run = 0;
    try (TestService service = TestService.create()) {
      for (String block : blocks("console")) {
        for (String step : block.split("(?m)^\\$ ")) {
          if (step.isBlank()) {
            continue;
          }
          // A command goes on where a line ends with a backslash; what follows is what it prints.
          String[] parts = step.replaceAll("\\\\\n\\s*", "").split("\n", 2);
          String printed =
              CurlCommand.parse(parts[0], address -> here(address, service)).run(client);
          String expected = parts[1].strip();
          String pattern =
              List.of(expected.split("…", -1)).stream()
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*"));
          assertThat(printed).as(parts[0]).matches(pattern);
          run++;
        }
      }
    }
    assertThat(run).isGreaterThan(15);
  }

  private static String here(String address, TestService service) {
    return address
        .replace("http://127.0.0.1:8080/", service.address().toString())
        .replace("http://127.0.0.1:8081/", service.gatewayAddress().toString());
  }

  @Test
  @DisplayName("our client pays once through each of the three uncertainties, and all of them")
  void client() throws IOException, InterruptedException {
    String credentials = TestService.basic("shop", "secret").substring("Basic ".length());
    String payment = "{\"amount\": 1, \"currency\": \"EUR\", \"paymentMethod\": \"c\"}";
    try (TestService service = TestService.create()) {
      List<String> bodies = new ArrayList<>();
      for (int faults = 1; faults < 8; faults++) {
        if ((faults & 1) != 0) {
          service.order(FrontFault.REQUEST_LOST);
        }
        if ((faults & 2) != 0) {
          service.order(GatewayFault.REPLY_LOST);
        }
        if ((faults & 4) != 0) {
          service.order(FrontFault.REPLY_LOST);
        }
        HttpResponse<String> response =
            ReadmeExamples.client(
                service.address().resolve("payments"), credentials, "key-" + faults, payment);
        assertThat(response.statusCode()).as("faults " + faults).isEqualTo(201);
        bodies.add(response.body());
        assertThat(service.charges()).hasSize(faults);
      }
      assertThat(bodies).doesNotHaveDuplicates();
    }
  }

  @Test
  @DisplayName("every problem that can be linked to is explained")
  void problems() throws IOException {
    String readme = readme();
    Path sources = Path.of("src/main/java/io/github/semel/example");
    Pattern problem = Pattern.compile("(?:\\d{3}|status),\\s+\"([a-z-]+)\",");
    List<String> slugs = new ArrayList<>();
    try (var files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher found = problem.matcher(Files.readString(file, StandardCharsets.UTF_8));
        found.results().forEach(slug -> slugs.add(slug.group(1)));
      }
    }
    assertThat(slugs)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            slug -> {
              String title = "#+ " + slug.replace('-', '.');
              assertThat(Pattern.compile("(?mi)^" + title + "$").matcher(readme).find())
                  .as(slug)
                  .isTrue();
            });
  }
}
