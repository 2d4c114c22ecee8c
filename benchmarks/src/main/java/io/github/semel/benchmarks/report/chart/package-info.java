/**
 * Charts as SVG, a few kilobytes each: {@link io.github.semel.benchmarks.report.chart.BarChart} for
 * amounts, {@link io.github.semel.benchmarks.report.chart.LineChart} for how they grow. They carry
 * their own colours for light and dark, so that they look the same in a page and beside a README.
 *
 * <p>Knows nothing of benchmarks.
 */
@NullMarked
package io.github.semel.benchmarks.report.chart;

import org.jspecify.annotations.NullMarked;
