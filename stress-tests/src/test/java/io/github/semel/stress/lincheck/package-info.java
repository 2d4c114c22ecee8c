/**
 * Linearizability of the stores inside this process: Lincheck compares each with {@link
 * io.github.semel.testkit.StoreModel}, the model that the contract of the test kit compares stores
 * with. {@link io.github.semel.stress.lincheck.Calls} are the operations.
 */
@NullMarked
package io.github.semel.stress.lincheck;

import org.jspecify.annotations.NullMarked;
