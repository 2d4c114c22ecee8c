package io.github.semel.example.readme;

import io.github.semel.client.IdempotentClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The code in the README of this module, as it compiles and runs. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  static HttpResponse<String> client(URI payments, String credentials, String key, String payment)
      throws IOException, InterruptedException {
    IdempotentClient client = IdempotentClient.builder(HttpClient.newHttpClient()).build();
    HttpRequest request =
        HttpRequest.newBuilder(payments)
            .header("Authorization", "Basic " + credentials)
            .header("Idempotency-Key", key) // kept with the order, before it is sent
            .POST(HttpRequest.BodyPublishers.ofString(payment))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return response;
  }
}
