/**
 * From files to tables: reads what a comparison wrote, {@code jmh.json}, {@code footprint.json} and
 * {@code environment.json}, and renders the page beside them. No figure comes from anywhere else,
 * so {@link io.github.semel.benchmarks.report.Report} makes the same page of the same files at any
 * time.
 */
@NullMarked
package io.github.semel.benchmarks.report;

import org.jspecify.annotations.NullMarked;
