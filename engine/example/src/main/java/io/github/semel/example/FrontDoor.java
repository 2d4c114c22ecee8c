package io.github.semel.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.semel.example.gateway.GatewayUnansweredException;
import io.github.semel.example.gateway.GatewayUnavailableException;
import io.github.semel.example.web.FaultQueue;
import io.github.semel.example.web.Problems;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Around everything that takes money: loses requests and replies to order, and tells clients of the
 * gateway's failures. It stands outside the filter, because a claim that is left in doubt, or given
 * back, has no response to record. Safe for any thread.
 */
final class FrontDoor implements HttpHandler {

  private final HttpHandler handler;
  private final FaultQueue<FrontFault> faults;
  private final LiveKeys live;

  FrontDoor(HttpHandler handler, FaultQueue<FrontFault> faults, LiveKeys live) {
    this.handler = handler;
    this.faults = faults;
    this.live = live;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      serve(exchange);
      return;
    }
    Optional<FrontFault> fault = faults.get();
    if (fault.isPresent() && fault.get() == FrontFault.REQUEST_LOST) {
      exchange.close();
      return;
    }
    live.requested();
    serve(fault.isPresent() ? new LostReply(exchange) : exchange);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try {
      handler.handle(exchange);
    } catch (GatewayUnansweredException e) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      Problems.send(
          exchange,
          504,
          "gateway-unanswered",
          "The gateway did not answer",
          "It may have charged. Send the request again with the same key: it is asked first.",
          Map.of());
    } catch (GatewayUnavailableException e) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      Problems.send(
          exchange,
          503,
          "gateway-unavailable",
          "The gateway is out of order",
          "Nothing was charged. Send the request again with the same key.",
          Map.of());
    }
  }
}
