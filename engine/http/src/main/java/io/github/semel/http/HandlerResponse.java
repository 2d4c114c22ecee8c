package io.github.semel.http;

import java.util.Optional;

/**
 * What a handler has answered.
 *
 * @param response all of it, with every header; what is to be kept is for others to choose
 * @param broken why the handler broke it off, if it did
 * @param timedOut whether it is what the client is told after the server gave the handler up, which
 *     may still be at work
 */
public record HandlerResponse(
    StoredResponse response, Optional<Throwable> broken, boolean timedOut) {}
