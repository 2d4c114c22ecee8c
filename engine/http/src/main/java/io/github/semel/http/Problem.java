package io.github.semel.http;

import java.net.URI;
import java.util.OptionalInt;

/**
 * What a client is told instead of a response.
 *
 * @param kind what it is
 * @param status the status to send
 * @param detail what it is here, in a sentence or two
 * @param documentation where to read about it
 * @param originalStatus of a response that was not kept, the status that it had
 */
public record Problem(
    ProblemKind kind, int status, String detail, URI documentation, OptionalInt originalStatus) {}
