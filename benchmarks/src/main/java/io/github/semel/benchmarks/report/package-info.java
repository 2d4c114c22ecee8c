/**
 * From files to pages: reads what a comparison wrote, and renders tables, charts and a page with a
 * chooser beside it. No figure comes from anywhere else, so {@link
 * io.github.semel.benchmarks.report.Report} makes the same pages of the same files at any time.
 */
@NullMarked
package io.github.semel.benchmarks.report;

import org.jspecify.annotations.NullMarked;
