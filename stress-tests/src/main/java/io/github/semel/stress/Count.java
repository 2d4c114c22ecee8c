package io.github.semel.stress;

import static io.github.semel.stress.Count.Kind.AMBIGUITY;
import static io.github.semel.stress.Count.Kind.FAULT;
import static io.github.semel.stress.Count.Kind.LOSS;
import static io.github.semel.stress.Count.Kind.VIOLATION;
import static io.github.semel.stress.Count.Kind.VOLUME;

/** What a campaign counts. */
public enum Count {
  /** Calls of a store, each item of a batch for itself and each resending by the caller. */
  OPERATIONS("operations", VOLUME),
  /** Claims whose caller was told that the key is its own. */
  ACQUIRED("acknowledged claims", VOLUME),
  /** Completions whose caller was told that the outcome stands. */
  RECORDED("acknowledged completions", VOLUME),
  /** Claims by somebody else of a key that was acknowledged; none may be granted. */
  CHALLENGES("claims by others", VOLUME),

  /** Keys of which the history was judged. */
  KEYS("keys judged", VOLUME),
  /** Lapsed claims that somebody else was granted. */
  TAKEOVERS("acknowledged takeovers", VOLUME),

  /** Claims that the server executed and nobody heard of. */
  LOST_CLAIM_REPLIES("lost replies of claim", FAULT),
  /** Completions that the server executed and nobody heard of. */
  LOST_COMPLETE_REPLIES("lost replies of complete", FAULT),
  /** Renewals, releases and amendments that the server executed and nobody heard of. */
  LOST_OTHER_REPLIES("lost replies of renew, release, amend", FAULT),
  /** Connections that ended within a reply. */
  CUTS_WITHIN("connections cut within a reply", FAULT),
  /** Connections that ended before a reply. */
  CUTS_BEFORE("connections cut before a reply", FAULT),
  /** Connections that stayed open and on which no more replies came. */
  SILENCES("connections fallen silent", FAULT),
  /** Servers ended by SIGKILL. */
  KILLS("servers killed", FAULT),
  /** Links between servers cut. */
  PARTITIONS("partitions", FAULT),
  /** Slots of a cluster moved. */
  SLOT_MOVES("slots moved", FAULT),
  /** Processes that own a file ended by SIGKILL. */
  PROCESS_KILLS("processes killed", FAULT),
  /** {@code SCRIPT FLUSH}. */
  SCRIPT_FLUSHES("SCRIPT FLUSH", FAULT),
  /** {@code CLIENT KILL TYPE normal}. */
  CONNECTION_KILLS("CLIENT KILL", FAULT),
  /** Servers stopped by SIGSTOP for a second. */
  PAUSES("pauses", FAULT),
  /** Servers started again with what was on disk. */
  RESTARTS_WITH_DATA("restarts with data", FAULT),
  /** Servers started again with nothing. */
  RESTARTS_WITHOUT_DATA("restarts without data", FAULT),

  /** The clock that the store is given went forward past leases, ttls, or both. */
  CLOCK_JUMPS("clock jumps", FAULT),
  /** The clock that the store is given was set back. */
  CLOCK_SETBACKS("clock set back", FAULT),
  /** The store was filled until it refused new keys. */
  FILLINGS("store filled", FAULT),
  /** Threads interrupted while they called. */
  INTERRUPTS("threads interrupted", FAULT),
  /** Threads paused within a call, behind the reading of the clock. */
  READING_PAUSES("threads paused within a call", FAULT),
  /** Holders that completed after a pause longer than their lease. */
  HOLDER_PAUSES("holders paused past their lease", FAULT),
  /** Callbacks that interrupted somebody or threw. */
  CALLBACKS("misbehaving callbacks", FAULT),
  /** Processes stopped by SIGSTOP for longer than leases. */
  PROCESS_STOPS("processes stopped past leases", FAULT),
  /** Times for which somebody else kept the disk busy with writes that it has to finish. */
  BUSY_DISKS("disk kept busy", FAULT),
  /** Replies and requests held back for a while. */
  DELAYS("delays", FAULT),
  /** Masters killed and replaced by their replica. */
  FAILOVERS("failovers", FAULT),

  /**
   * Calls that ended with {@code StoreUnavailableException}: they took place once or not at all.
   */
  UNAVAILABLE("unavailable", AMBIGUITY),
  /** Calls whose caller gave up, after it had sent them many times and each was unavailable. */
  GIVEN_UP("given up", AMBIGUITY),
  /** Claims granted again, and claims gone, because their server was started without its data. */
  FORGOTTEN("forgotten with the data", AMBIGUITY),

  /** Calls without an answer, because their process was killed. */
  UNANSWERED("calls without an answer", AMBIGUITY),
  /** Claims of new keys that a full store refused. */
  REFUSED_AS_FULL("new keys refused as full", AMBIGUITY),
  /** Completions that a store had no room for, whose claims are still held. */
  NO_ROOM_FOR_OUTCOME("outcomes refused as too large", AMBIGUITY),
  /**
   * Keys of which a change was seen that went with its server before it was confirmed, or whose
   * release did: the store waits for no confirmation of that, and it costs a lease.
   */
  UNCONFIRMED_FORGOTTEN("keys with unconfirmed changes forgotten", AMBIGUITY),
  /** Histories that were too tangled to be judged. */
  UNDECIDED("histories undecided", AMBIGUITY),

  /** Records that a recovery put back, as they were before a change that was under way. */
  RESTORED("records put back by recovery", AMBIGUITY),
  /** What Chronicle Map reported of its own structure during recoveries. */
  COMPLAINTS("complaints of Chronicle Map", AMBIGUITY),

  /** Acknowledged claims that were granted to somebody else, as a first attempt. */
  DOUBLE_GRANTS("double grants", LOSS),
  /** Acknowledged outcomes that a later claim did not get, or not these bytes. */
  LOST_OUTCOMES("lost outcomes", LOSS),
  /** Live claims whose own holder was refused, because the store knew nothing of them. */
  LOST_CLAIMS("claims lost under their holder", LOSS),

  /** Callers whom nobody competed with, and who were told that somebody else was first. */
  SELF_LOSSES("losses to oneself", VIOLATION),
  /** Acquisitions with an attempt other than 1, although no lease has lapsed. */
  WRONG_ATTEMPTS("wrong attempts", VIOLATION),
  /** Histories of a key that the protocol does not allow, lost outcomes aside. */
  FORBIDDEN_HISTORIES("forbidden histories", VIOLATION),
  /** Any other answer or exception that the protocol does not allow. */
  WRONG_ANSWERS("wrong answers", VIOLATION);

  /** What a count is for. */
  public enum Kind {
    /** How much was done. */
    VOLUME,
    /** What was broken on purpose. */
    FAULT,
    /** What is allowed, and has to be known. */
    AMBIGUITY,
    /** What must not happen, except where a server was lost that no replica had confirmed. */
    LOSS,
    /** What must never happen. */
    VIOLATION
  }

  private final String title;
  private final Kind kind;

  Count(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** As it stands in tables and files. */
  public String title() {
    return title;
  }

  /** What it is for. */
  public Kind kind() {
    return kind;
  }
}
