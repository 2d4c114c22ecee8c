package io.github.semel.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** How problems are told. Safe for any thread. */
@FunctionalInterface
public interface ErrorProfile {

  /** A response that tells of the problem. {@code Retry-After} is added to it where it belongs. */
  StoredResponse render(Problem problem);

  /** {@code application/problem+json} (RFC 9457); the default. */
  static ErrorProfile problemJson() {
    return problem -> {
      StringBuilder json =
          new StringBuilder("{\"type\":")
              .append(JsonText.quoted(problem.documentation().toString()))
              .append(",\"title\":")
              .append(JsonText.quoted(problem.kind().title()))
              .append(",\"status\":")
              .append(problem.status())
              .append(",\"detail\":")
              .append(JsonText.quoted(problem.detail()));
      problem
          .originalStatus()
          .ifPresent(status -> json.append(",\"originalStatus\":").append(status));
      return json(problem.status(), "application/problem+json", json.append('}').toString());
    };
  }

  /**
   * What clients of Stripe's API parse: {@code {"error":{…}}}, and status 400 for a key that was
   * used for another request. A response that was not kept is no error there, and is told as in
   * {@link #problemJson}.
   */
  static ErrorProfile stripe() {
    ErrorProfile standard = problemJson();
    return problem -> {
      if (problem.kind() == ProblemKind.RESPONSE_NOT_STORED) {
        return standard.render(problem);
      }
      int status = problem.kind() == ProblemKind.KEY_REUSED ? 400 : problem.status();
      String code =
          problem.kind() == ProblemKind.IN_PROGRESS
              ? "idempotency_key_in_use"
              : problem.kind().slug().replace('-', '_');
      String json =
          "{\"error\":{\"type\":"
              + JsonText.quoted(status < 500 ? "idempotency_error" : "api_error")
              + ",\"code\":"
              + JsonText.quoted(code)
              + ",\"message\":"
              + JsonText.quoted(problem.kind().title() + ". " + problem.detail())
              + ",\"doc_url\":"
              + JsonText.quoted(problem.documentation().toString())
              + "}}";
      return json(status, "application/json", json);
    };
  }

  private static StoredResponse json(int status, String type, String text) {
    return new StoredResponse(
        StoredResponse.Kind.WHOLE,
        status,
        List.of(new HeaderLine("Content-Type", type), new HeaderLine("Content-Language", "en")),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
