/** What the payments API and the gateway share: JSON, problems, threads, faults to order. */
@NullMarked
package io.github.semel.example.web;

import org.jspecify.annotations.NullMarked;
