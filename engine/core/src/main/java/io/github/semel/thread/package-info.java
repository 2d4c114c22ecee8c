/**
 * What the stores ask about threads on any Java from 17 on. Exported to the stores of this project
 * alone, and it knows the JDK alone.
 */
@NullMarked
package io.github.semel.thread;

import org.jspecify.annotations.NullMarked;
