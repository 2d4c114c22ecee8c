/**
 * Real Redis servers for this project's own tests, campaigns and benchmarks: one server, a master
 * with replicas and sentinels, a cluster, and a proxy that does harm between any of them and a
 * client. Published for nobody; nothing here is an API to rely on.
 *
 * <p>A machine needs only a JDK: where it has no Redis, a binary carried by a dependency is
 * unpacked and run. Servers listen on 127.0.0.1, keep their files in temporary directories, and die
 * with the JVM that started them, also when that JVM is killed.
 *
 * <p>The package is no named module, because its dependencies are not fit to be modules: they share
 * a module name, and only the files inside them are used.
 */
@NullMarked
package io.github.semel.redis.server;

import org.jspecify.annotations.NullMarked;
