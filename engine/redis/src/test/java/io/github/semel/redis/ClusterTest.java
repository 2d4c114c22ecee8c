package io.github.semel.redis;

import static io.github.semel.redis.Keys.TTL;
import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static io.github.semel.redis.Keys.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.PendingPage;
import io.github.semel.Ticket;
import io.github.semel.redis.server.RedisCluster;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Slots on the move and masters that fall, on a cluster of the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {

  private final String prefix = Keys.fresh() + ":";
  private RedisCluster cluster;
  private IdempotencyStore store;

  @BeforeAll
  void start() {
    cluster = RedisCluster.start();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    store =
        Servers.store(cluster)
            .prefix(prefix)
            .timeout(Duration.ofSeconds(30))
            .durability(Durability.replicas(1, Duration.ofSeconds(10)))
            .build();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<ClaimRequest> requests(int count) {
    return IntStream.range(0, count).mapToObj(i -> Keys.request(Keys.fresh())).toList();
  }

  private List<Ticket> acquireAll(List<ClaimRequest> requests) {
    List<Ticket> tickets = new ArrayList<>();
    for (ItemResult<ClaimResult> result : store.claimAll(requests)) {
      assertThat(result.get()).isInstanceOf(ClaimResult.Acquired.class);
      tickets.add(((ClaimResult.Acquired) result.get()).ticket());
    }
    for (int i = 0; i < requests.size(); i++) {
      assertThat(tickets.get(i).key()).isEqualTo(requests.get(i).key());
      assertThat(tickets.get(i).attempt()).isEqualTo(1);
    }
    return tickets;
  }

  private void completeAll(List<Ticket> tickets) {
    List<CompletionRequest> completions = new ArrayList<>();
    for (Ticket ticket : tickets) {
      completions.add(new CompletionRequest(ticket, outcome(ticket.key()), TTL));
    }
    assertThat(store.completeAll(completions))
        .allSatisfy(result -> assertThat(result.get()).isInstanceOf(Completion.Recorded.class));
    for (Ticket ticket : tickets) {
      assertThat(claim(store, ticket.key()))
          .isInstanceOfSatisfying(
              ClaimResult.Completed.class,
              completed -> assertThat(completed.outcome()).isEqualTo(outcome(ticket.key())));
    }
  }

  @Test
  @DisplayName("a batch goes to all masters and comes back in order")
  void batch() {
    completeAll(acquireAll(requests(1_000)));
  }

  @Test
  @DisplayName("slots that have moved are followed, by single calls and in a batch")
  void moved() {
    List<Ticket> tickets = acquireAll(requests(200));
    RedisServer from = cluster.masterOf(0);
    RedisServer to =
        cluster.masters().stream().filter(each -> each != from).findFirst().orElseThrow();
    List<Integer> slots = IntStream.range(0, 150).boxed().toList();
    cluster.moveSlots(from, to, slots);
    completeAll(tickets);
    acquireAll(requests(200));
    cluster.moveSlots(to, from, slots);
    completeAll(acquireAll(requests(200)));
  }

  @Test
  @DisplayName("in the middle of a slot's move its keys are found on both sides")
  void inTheMiddleOfAMove() {
    Ticket moved = acquire(store, Keys.fresh());
    int slot = cluster.slotOf(prefix + moved.key());
    RedisServer from = cluster.masterOf(slot);
    RedisServer to =
        cluster.masters().stream().filter(each -> each != from).findFirst().orElseThrow();
    String tag = prefix + moved.key();
    cluster.beginMove(from, to, slot);
    try (IdempotencyStore inSlot =
        Servers.store(cluster).prefix("{" + tag + "}").timeout(Duration.ofSeconds(30)).build()) {
      // ASK: the key is not on the old side, and must be made on the new one.
      Ticket made = acquire(inSlot, "made during the move");
      assertThat(claim(inSlot, "made during the move")).isInstanceOf(ClaimResult.InProgress.class);
      assertThat(inSlot.claimAll(List.of(Keys.request("a"), Keys.request("b"))))
          .allSatisfy(result -> assertThat(result.get()).isInstanceOf(ClaimResult.Acquired.class));
      cluster.moveKeys(from, to, slot);
      assertThat(inSlot.complete(made, outcome("paid"), TTL))
          .isInstanceOf(Completion.Recorded.class);
      cluster.endMove(from, to, slot);
      assertThat(claim(inSlot, "made during the move")).isInstanceOf(ClaimResult.Completed.class);
    }
    assertThat(store.complete(moved, outcome("paid"), TTL)).isInstanceOf(Completion.Recorded.class);
    cluster.moveSlots(to, from, List.of(slot));
  }

  @Test
  @DisplayName("a store for one server refuses a node of a cluster")
  void standaloneOnCluster() {
    assertThatThrownBy(() -> Servers.store(cluster.nodes().get(0)).build())
        .isInstanceOf(UnsuitableServerException.class)
        .hasMessageContaining("RedisStore.cluster");
  }

  @Test
  @DisplayName("the scan lists the pending records of all masters, in pages of any size")
  void scan() {
    List<ClaimRequest> requests = requests(300);
    List<Ticket> tickets = acquireAll(requests);
    List<Ticket> finished = tickets.subList(0, 100);
    completeAll(finished);

    assertThat(Scan.keys(store, Duration.ZERO))
        .containsAll(tickets.subList(100, 300).stream().map(Ticket::key).toList())
        .doesNotContainAnyElementsOf(finished.stream().map(Ticket::key).toList());
  }

  @Test
  @DisplayName("a scan begins again when slots move to a master that it has been through")
  void scanWhileSlotsMove() {
    Set<String> keys =
        acquireAll(requests(300)).stream().map(Ticket::key).collect(Collectors.toSet());
    // In the order of the scan, which goes by their addresses.
    List<RedisServer> masters =
        cluster.masters().stream()
            .sorted(Comparator.comparing(master -> master.host() + ":" + master.port()))
            .toList();
    RedisServer first = masters.get(0);
    RedisServer last = masters.get(masters.size() - 1);
    Set<String> seen = new HashSet<>();
    List<Integer> moved = List.of();
    Optional<String> cursor = Optional.empty();
    do {
      PendingPage page = store.pending(Duration.ZERO, 20, cursor.orElse(null));
      page.records().forEach(record -> seen.add(record.key()));
      cursor = page.next();
      if (moved.isEmpty() && page.records().stream().anyMatch(it -> masterOf(it.key()) != first)) {
        moved =
            keys.stream()
                .filter(key -> !seen.contains(key) && masterOf(key) == last)
                .map(key -> cluster.slotOf(prefix + key))
                .distinct()
                .limit(30)
                .toList();
        cluster.moveSlots(last, first, moved);
      }
    } while (cursor.isPresent());
    assertThat(moved).isNotEmpty();
    assertThat(seen).containsAll(keys);
    cluster.moveSlots(first, last, moved);
  }

  @Test
  @DisplayName("a master that falls is replaced, and what its replica confirmed is there")
  void masterFalls() {
    List<Ticket> tickets = acquireAll(requests(300));
    RedisServer fallen = cluster.masterOf(0);
    fallen.kill();
    // The replica that takes over has none of its own that could confirm.
    store.close();
    store = Servers.store(cluster).prefix(prefix).timeout(Duration.ofSeconds(30)).build();

    completeAll(tickets);
    acquireAll(requests(100));
    fallen.restart(false);
    cluster.awaitOk();
    cluster.awaitReplicas();
  }

  @Test
  @DisplayName("a master that stands still does not keep a batch from the others")
  void batchBesideStanding() throws InterruptedException {
    RedisServer standing = cluster.masterOf(0);
    List<ClaimRequest> batch = new ArrayList<>();
    String elsewhere = Keys.fresh();
    while (masterOf(elsewhere) == standing) {
      elsewhere = Keys.fresh();
    }
    String standingKey = Keys.fresh();
    while (masterOf(standingKey) != standing) {
      standingKey = Keys.fresh();
    }
    try (IdempotencyStore other =
        Servers.store(cluster)
            .prefix(prefix)
            .timeout(Duration.ofMinutes(2))
            .replyTimeout(Duration.ofMinutes(1))
            .build()) {
      for (ItemResult<ClaimResult> result : other.claimAll(requests(50))) {
        assertThat(result.get()).isInstanceOf(ClaimResult.Acquired.class);
      }
      batch.add(Keys.request(standingKey));
      batch.add(Keys.request(elsewhere));
      Thread caller = new Thread(() -> other.claimAll(batch));
      standing.pause();
      try {
        caller.start();
        // Well before the standing one is given up, and before the cluster replaces it.
        long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (store.find(elsewhere).isEmpty()) {
          assertThat(System.nanoTime()).isLessThan(deadline);
        }
      } finally {
        standing.resume();
      }
      caller.join();
      assertThat(store.find(standingKey)).isPresent();
    }
  }

  private RedisServer masterOf(String key) {
    return cluster.masterOf(cluster.slotOf(prefix + key));
  }
}
