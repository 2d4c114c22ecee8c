package io.github.semel.http;

import java.util.Optional;

/**
 * What a handler is given beyond the request as it came.
 *
 * @param execution the claim that it runs under
 * @param body the body, where it was read for the fingerprint; else the handler reads it itself.
 *     Not to be changed
 * @param assignedKey a header with the key that was assigned to a request without one
 * @param maxHeldBytes how much of a response's body is held back, at most
 */
public record HandlerRequest(
    HttpExecution execution,
    Optional<byte[]> body,
    Optional<HeaderLine> assignedKey,
    int maxHeldBytes) {}
