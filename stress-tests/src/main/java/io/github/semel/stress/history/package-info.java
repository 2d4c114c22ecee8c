/**
 * Campaigns that record a history and judge it afterwards. Clients, threads or processes, enter
 * every call and its answer in {@link io.github.semel.stress.history.HistoryLog}s, while faults are
 * done to them and to their store; {@link io.github.semel.stress.history.Judge} then decides for
 * each key whether the protocol allows what was answered.
 *
 * <p>What is relied on: the order of calls is that of one counter in memory that all processes of
 * the machine have mapped, so no two clocks are compared. The store's time is known to lie between
 * two readings around the call: of the clock that the store was given, or, where it takes none, of
 * this machine's wall clock, so that a server must run on this machine. What is entered in a log
 * outlives the process that entered it, not the machine.
 */
@NullMarked
package io.github.semel.stress.history;

import org.jspecify.annotations.NullMarked;
