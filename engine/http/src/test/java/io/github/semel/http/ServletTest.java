package io.github.semel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.testkit.ManualClock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only servlets do: parameters, error pages, redirects, writers, dispatches, listeners. */
@Timeout(20)
class ServletTest {

  /** What a servlet does. */
  private interface Service {

    void service(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final IdempotencyStore store = ConcurrentHashMapStore.builder().clock(clock).build();
  private final HttpIdempotency idempotency =
      HttpIdempotency.builder(store).waitFor(Duration.ZERO).build();
  private TestServer server;

  private void serve(Service service) {
    HttpServlet servlet =
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
              runs.incrementAndGet();
            }
            try {
              service.service(request, response);
            } catch (IOException | RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        };
    server =
        new JettyTestServer(new TestServer.Setup(idempotency, exchange -> {}, threads), servlet);
  }

  @AfterEach
  void close() {
    server.close();
    idempotency.close();
    threads.shutdownNow();
  }

  private HttpResponse<String> post(String key, String type, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/pay?via=query");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Idempotency-Key", key);
    request.header(TestServer.USER, "alice").header("Content-Type", type);
    return FilterTest.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpResponse<String> post(String key) throws Exception {
    return post(key, "text/plain", "in");
  }

  @Test
  @DisplayName("the parameters of a form are there, after those of the query")
  void form() throws Exception {
    serve(
        (request, response) ->
            response
                .getWriter()
                .print(
                    request.getParameter("amount")
                        + Arrays.toString(request.getParameterValues("via"))
                        + request.getParameterMap().keySet()
                        + request.getParameter("none")));
    String form = "amount=15+%E2%82%AC&via=body&empty";
    HttpResponse<String> first = post("k", "application/x-www-form-urlencoded", form);
    assertThat(first.body()).isEqualTo("15 ?[query, body][via, amount, empty]null");
    FilterTest.assertReplay(
        post("k", "application/x-www-form-urlencoded", form), 200, first.body());
  }

  @Test
  @DisplayName("a reader and a writer agree on the character encoding, and so does the replay")
  void readerAndWriter() throws Exception {
    serve(
        (request, response) -> {
          response.setContentType("text/plain;charset=UTF-8");
          response.getWriter().print(request.getReader().readLine() + " back");
          response.getWriter().flush();
        });
    HttpResponse<String> first = post("k", "text/plain;charset=UTF-8", "15 €");
    assertThat(first.body()).isEqualTo("15 € back");
    HttpResponse<String> again = post("k", "text/plain;charset=UTF-8", "15 €");
    FilterTest.assertReplay(again, 200, "15 € back");
    assertThat(again.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(again.headers().firstValue("X-Outer")).hasValue("kept");
  }

  @Test
  @DisplayName("a character encoding that nobody knows is refused with what the specification says")
  void unknownEncoding() throws Exception {
    serve(
        (request, response) -> {
          try {
            if (request.getHeader("Content-Type").startsWith("text/")) {
              request.getReader();
            } else {
              request.getParameter("amount");
            }
          } catch (UnsupportedEncodingException | IllegalStateException e) {
            response.setStatus(415);
          }
        });
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      HttpResponse<String> refused = post(type, type + ";charset=x-none", "amount=15");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(415);
    }
  }

  @Test
  @DisplayName("a handler may say how the body is encoded, until it has begun to read")
  void encodingOfTheRequest() throws Exception {
    serve(
        (request, response) -> {
          try {
            request.setCharacterEncoding("x-none");
          } catch (UnsupportedEncodingException e) {
            request.setCharacterEncoding("UTF-8");
          }
          String read =
              request.getHeader("Content-Type").startsWith("text/")
                  ? request.getReader().readLine()
                  : request.getParameter("amount");
          request.setCharacterEncoding("US-ASCII");
          response.setCharacterEncoding("UTF-8");
          response.getWriter().print(read + request.getCharacterEncoding());
        });
    assertThat(post("k1", "text/plain", "15 €").body()).isEqualTo("15 €UTF-8");
    assertThat(post("k2", "text/plain;charset=x-none", "15 €").body()).isEqualTo("15 €UTF-8");
    String form = "application/x-www-form-urlencoded;charset=ISO-8859-1";
    assertThat(post("k3", form, "amount=15+%E2%82%AC").body()).isEqualTo("15 €UTF-8");
  }

  @Test
  @DisplayName("a writer keeps its character encoding, and the type says which it is")
  void encodingOfTheWriter() throws Exception {
    serve(
        (request, response) -> {
          PrintWriter writer = response.getWriter();
          if (request.getHeader("Idempotency-Key").equals("type")) {
            response.setContentType("text/plain;charset=UTF-8");
          } else {
            response.setHeader("Content-Type", "text/plain");
            response.setCharacterEncoding("UTF-8");
          }
          writer.print("é");
        });
    for (String key : List.of("type", "encoding")) {
      HttpResponse<String> first = post(key);
      assertThat(first.headers().firstValue("Content-Type").orElseThrow())
          .isEqualToIgnoringCase("text/plain;charset=ISO-8859-1");
      assertThat(first.body()).isEqualTo("é");
      FilterTest.assertReplay(post(key), 200, "é");
    }
  }

  @Test
  @DisplayName("an error page is the container's, at the first time and at every other")
  void errorPage() throws Exception {
    serve(
        (request, response) -> {
          response.getWriter().print("forgotten");
          response.sendError(404, "no such payment");
        });
    HttpResponse<String> first = post("k");
    assertThat(first.statusCode()).isEqualTo(404);
    assertThat(first.body()).contains("no such payment").doesNotContain("forgotten");
    FilterTest.assertReplay(post("k"), 404, first.body());
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("an error page without a message is the container's own, in the replay too")
  void errorPageWithoutMessage() throws Exception {
    serve((request, response) -> response.sendError(404));
    HttpResponse<String> first = post("k");
    assertThat(first.body()).contains("Not Found");
    FilterTest.assertReplay(post("k"), 404, first.body());
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a redirect is replayed with its target")
  void redirect() throws Exception {
    serve((request, response) -> response.sendRedirect("/payments/1"));
    assertThat(post("k").statusCode()).isEqualTo(302);
    HttpResponse<String> again = post("k");
    FilterTest.assertReplay(again, 302, "");
    assertThat(again.headers().firstValue("Location").orElseThrow()).endsWith("/payments/1");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("a response that is reset begins anew; one that is flushed cannot be")
  void reset() throws Exception {
    serve(
        (request, response) -> {
          response.getWriter().print("first thought");
          response.reset();
          response.getOutputStream().print("second thought");
          response.flushBuffer();
          assertThat(response.isCommitted()).isTrue();
          try {
            response.resetBuffer();
          } catch (IllegalStateException e) {
            response.getOutputStream().print(", kept");
          }
        });
    HttpResponse<String> first = post("k");
    FilterTest.assertFirst(first, 200, "second thought, kept");
    assertThat(first.headers().firstValue("Idempotency-Key")).hasValue("k");
    FilterTest.assertReplay(post("k"), 200, "second thought, kept");
  }

  @Test
  @DisplayName("status and headers that come after a flush are too late, as they are without a key")
  void lateStatus() throws Exception {
    serve(
        (request, response) -> {
          response.setStatus(201);
          response.getOutputStream().print("done");
          response.flushBuffer();
          response.setStatus(500);
          response.setHeader("Location", "/late");
          response.setContentType("text/late");
        });
    HttpResponse<String> first = post("k");
    FilterTest.assertFirst(first, 201, "done");
    assertThat(first.headers().map()).doesNotContainKeys("location", "content-type");
    FilterTest.assertReplay(post("k"), 201, "done");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("what is written after a redirect, an error page or the end is sent to nobody")
  void writtenTooLate() throws Exception {
    byte[] secret = new byte[300_000];
    serve(
        (request, response) -> {
          ServletOutputStream out = response.getOutputStream();
          switch (request.getHeader("Idempotency-Key")) {
            case "redirect" -> response.sendRedirect("/login");
            case "error" -> response.sendError(404, "no such payment");
            default -> {
              out.print("all");
              out.close();
            }
          }
          out.write(secret, 0, 10);
          out.write(secret);
          response.setStatus(200);
        });
    assertThat(post("redirect").statusCode()).isEqualTo(302);
    FilterTest.assertReplay(post("redirect"), 302, "");
    HttpResponse<String> error = post("error");
    assertThat(error.statusCode()).isEqualTo(404);
    assertThat(error.body()).contains("no such payment");
    FilterTest.assertReplay(post("error"), 404, error.body());
    FilterTest.assertFirst(post("closed"), 200, "all");
    FilterTest.assertReplay(post("closed"), 200, "all");
    assertThat(runs).hasValue(3);
  }

  @Test
  @DisplayName("a body of another length than declared is no whole response, or is cut")
  void declaredLength() throws Exception {
    serve(
        (request, response) -> {
          if (request.getHeader("Idempotency-Key").equals("header")) {
            response.setHeader("Content-Length", "4");
          } else {
            response.setContentLength(4);
          }
          String body = request.getReader().readLine();
          response.getOutputStream().print(body == null ? "" : body);
        });
    FilterTest.assertFirst(post("long", "text/plain", "12345"), 200, "1234");
    FilterTest.assertReplay(post("long", "text/plain", "12345"), 200, "1234");
    for (String key : List.of("short", "header")) {
      assertThat(post(key, "text/plain", "123").statusCode()).isEqualTo(500);
      HttpResponse<String> again = post(key, "text/plain", "123");
      assertThat(again.body()).contains("#" + ProblemKind.RESPONSE_NOT_STORED.slug());
    }
    assertThat(runs).hasValue(3);
  }

  @Test
  @DisplayName("a dispatched asynchronous request is recorded at the end of its last dispatch")
  void dispatched() throws Exception {
    CompletableFuture<Void> mayDispatch = new CompletableFuture<>();
    serve(
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.REQUEST) {
            AsyncContext async = request.startAsync();
            threads.execute(
                () -> {
                  mayDispatch.join();
                  async.dispatch();
                });
          } else if (request.getAttribute("again") == null) {
            request.setAttribute("again", true);
            request.startAsync().dispatch();
          } else {
            response.setStatus(201);
            response.getOutputStream().print("dispatched");
          }
        });
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> get(() -> post("k")), threads);
    while (runs.get() == 0) {
      Thread.onSpinWait();
    }
    FilterTest.assertProblem(post("k"), ProblemKind.IN_PROGRESS);
    mayDispatch.complete(null);
    FilterTest.assertFirst(first.get(), 201, "dispatched");
    FilterTest.assertReplay(post("k"), 201, "dispatched");
    assertThat(runs).hasValue(1);
  }

  private static <T> T get(java.util.concurrent.Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("a dispatch that fails gives the key back, as a handler that fails does")
  void dispatchFails() throws Exception {
    serve(
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.REQUEST) {
            request.startAsync().dispatch();
          } else if (runs.get() == 1) {
            throw new IllegalStateException("before any effect");
          } else {
            response.setStatus(201);
          }
        });
    assertThat(post("k").statusCode()).isEqualTo(500);
    FilterTest.assertFirst(post("k"), 201, "");
  }

  @Test
  @DisplayName("an asynchronous request that nobody completes in time is in doubt")
  void timeout() throws Exception {
    serve((request, response) -> request.startAsync().setTimeout(50));
    assertThat(post("k").statusCode()).isEqualTo(500);
    HttpResponse<String> again;
    do {
      // The container answers before it says that the request is over; never as long as a lease.
      clock.advance(Duration.ofNanos(1_000));
      again = post("k");
    } while (again.body().contains("#" + ProblemKind.IN_PROGRESS.slug()));
    FilterTest.assertProblem(again, ProblemKind.IN_DOUBT);
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("nor is its key given back by whoever answers for the handler that is late")
  void timeoutAnswered() throws Exception {
    serve(
        (request, response) -> {
          AsyncContext async = request.startAsync();
          async.setTimeout(50);
          async.addListener(
              new AsyncListener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                  response.setStatus(503);
                  async.complete();
                }

                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
              });
        });
    assertThat(post("k").statusCode()).isEqualTo(503);
    clock.advance(Duration.ofMillis(1));
    FilterTest.assertProblem(post("k"), ProblemKind.IN_DOUBT);
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("non-blocking handlers read and write through their listeners")
  void nonBlocking() throws Exception {
    serve(
        (request, response) -> {
          AsyncContext async = request.startAsync();
          ServletInputStream in = request.getInputStream();
          StringBuilder read = new StringBuilder();
          in.setReadListener(
              new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                  while (in.isReady() && !in.isFinished()) {
                    read.append((char) in.read());
                  }
                }

                @Override
                public void onAllDataRead() throws IOException {
                  async
                      .getResponse()
                      .getOutputStream()
                      .setWriteListener(
                          new WriteListener() {
                            @Override
                            public void onWritePossible() throws IOException {
                              async.getResponse().getOutputStream().print(read + " back");
                              async.complete();
                            }

                            @Override
                            public void onError(Throwable thrown) {
                              async.complete();
                            }
                          });
                }

                @Override
                public void onError(Throwable thrown) {
                  async.complete();
                }
              });
        });
    FilterTest.assertFirst(post("k"), 200, "in back");
    FilterTest.assertReplay(post("k"), 200, "in back");
    assertThat(runs).hasValue(1);
  }
}
