package io.github.semel.example.readme;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of curl that the README uses, so that its commands run where there is no curl. Whatever
 * it does not know is an error, and not passed over.
 */
final class CurlCommand {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private final HttpRequest request;

  private CurlCommand(HttpRequest request) {
    this.request = request;
  }

  /** Reads a command line, whose addresses are as in the README. */
  static CurlCommand parse(String line, java.util.function.UnaryOperator<String> address) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    if (!words.remove(0).equals("curl")) {
      throw new IllegalArgumentException("not curl: " + line);
    }
    HttpRequest.Builder request = HttpRequest.newBuilder();
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-sS" -> {}
        case "-u" -> {
          byte[] pair = words.get(++i).getBytes(StandardCharsets.UTF_8);
          request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        case "-H" -> {
          String[] header = words.get(++i).split(": *", 2);
          request.header(header[0], header[1]);
        }
        case "-X" -> request.method(words.get(++i), HttpRequest.BodyPublishers.noBody());
        case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(words.get(++i)));
        default -> {
          if (!words.get(i).startsWith("http://")) {
            throw new IllegalArgumentException("not known: " + words.get(i));
          }
          request.uri(URI.create(address.apply(words.get(i))));
        }
      }
    }
    return new CurlCommand(request.build());
  }

  /** What it prints. */
  String run(HttpClient client) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "curl: (52) Empty reply from server";
    }
  }
}
