package io.github.semel.redis.connection;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/** What an error reply means for the call that it answers, and what the user can do about it. */
public enum Fault {
  /** The server does not know the script yet. */
  NOSCRIPT(""),
  /** The slot has another master. */
  MOVED(""),
  /** The slot is on its way to another master. */
  ASK(""),
  /** The key is on its way to another master. */
  TRYAGAIN("a slot is being moved; it goes on when the move is over"),
  /** A replica was asked to write. */
  READONLY(
      "the server is a replica: point the store at the master, or use Sentinel or Cluster, which"
          + " find it"),
  /** A replica that lost its master. */
  MASTERDOWN("the server is a replica without a master; it goes on after the failover"),
  /** The server reads its data from disk. */
  LOADING("the server is loading its data; it goes on when that is done"),
  /** A script runs for too long. */
  BUSY("a script holds the server; SCRIPT KILL or FUNCTION KILL ends it"),
  /** The server has as many clients as it takes. */
  MAXCLIENTS("the server has no room for another client; raise maxclients or close some"),
  /** A slot has no master. */
  CLUSTERDOWN("the cluster is down or a slot has no master; see CLUSTER INFO"),
  /** Fewer replicas are there than the server demands for a write. */
  NOREPLICAS("too few replicas are connected for min-replicas-to-write"),
  /** The last snapshot failed, and the server refuses writes until one succeeds. */
  MISCONF("the server cannot save to disk and refuses writes; see its log"),
  /** The memory is full. */
  OOM("the server's memory is full; raise maxmemory or let records expire"),
  /** The user may not do it. */
  NOPERM("the ACL user lacks a permission; README of semel-redis lists those that are needed"),
  /** No or a wrong password. */
  NOAUTH("the user or the password is missing or wrong"),
  /** The key holds something that is no string. */
  WRONGTYPE(""),
  /** Anything else. */
  OTHER("");

  /** How an error inside a script looks before version 7. */
  private static final Pattern INSIDE_SCRIPT = Pattern.compile(": -?([A-Z]+) ");

  private final String advice;

  Fault(String advice) {
    this.advice = advice;
  }

  /** What the user can do. */
  public String advice() {
    return advice;
  }

  /** Whether waiting helps. */
  public boolean passes() {
    return switch (this) {
      case TRYAGAIN, READONLY, MASTERDOWN, LOADING, BUSY, MAXCLIENTS, CLUSTERDOWN, NOREPLICAS ->
          true;
      default -> false;
    };
  }

  /** The fault that an error reply tells of. */
  public static Fault of(JedisDataException error) {
    String message = String.valueOf(error.getMessage());
    Fault fault = named(message.split(" ", 2)[0]);
    if (fault == OTHER) {
      Matcher inside = INSIDE_SCRIPT.matcher(message);
      if (inside.find()) {
        fault = named(inside.group(1));
      } else if (message.contains("READONLY ")) {
        fault = READONLY;
      } else if (message.contains("OOM ") || message.contains("maxmemory")) {
        fault = OOM;
      } else if (message.contains("max number of clients")) {
        fault = MAXCLIENTS;
      }
    }
    return fault;
  }

  private static Fault named(String code) {
    if (code.equals("WRONGPASS")) {
      return NOAUTH;
    }
    for (Fault fault : values()) {
      if (fault.name().equals(code.toUpperCase(Locale.ROOT))) {
        return fault;
      }
    }
    return OTHER;
  }
}
