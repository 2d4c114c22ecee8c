package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClock;
import io.github.semel.StoreCorruptException;
import io.github.semel.StoreFullException;
import io.github.semel.Stores;
import io.github.semel.Ticket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file adds: it is opened again, in whatever state it was left. */
class FileStoreTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration TTL = Duration.ofHours(24);
  private static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);
  private static final Fingerprint FINGERPRINT = Fingerprint.of("pay 10");

  @TempDir Path folder;
  private Path file;
  private long micros = Micros.of(Instant.parse("2026-01-01T00:00:00Z"));
  private final StoreClock clock = () -> micros;
  private final Heard heard = new Heard();

  /** What the listener was told. */
  private static final class Heard implements ChronicleStoreListener {

    final List<RecoveryReport> reports = new ArrayList<>();
    final List<Duration> behind = new ArrayList<>();
    int begun;
    int checked;

    @Override
    public void recovering(Path file) {
      begun++;
    }

    @Override
    public void checking(Path file, int segments, int of) {
      checked++;
    }

    @Override
    public void recovered(RecoveryReport report) {
      reports.add(report);
    }

    @Override
    public void clockIsBehind(Path file, Duration by) {
      behind.add(by);
    }
  }

  @BeforeEach
  void name() {
    file = folder.resolve("store");
  }

  private ChronicleMapStoreBuilder builder() {
    return ChronicleMapStore.file(file, 1_000)
        .reservedOutcomeBytes(32)
        .maxOutcomeBytes(10_000)
        .clock(clock)
        .listener(heard);
  }

  private static Ticket acquire(IdempotencyStore store, String key) {
    return ((ClaimResult.Acquired) store.claim(key, FINGERPRINT, TERMS)).ticket();
  }

  private static Outcome outcome(String text) {
    return Outcome.success(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Has the next opening find a file that nobody has closed. */
  private void forgetThatItWasClosed() throws IOException {
    setState(StoreState.USE_AT, StoreState.IN_USE);
  }

  private void setState(int offset, long value) throws IOException {
    try (RandomAccessFile state = new RandomAccessFile(Ownership.stateOf(file).toFile(), "rw")) {
      state.seek(offset);
      state.writeLong(value);
    }
  }

  @Test
  @DisplayName("what was recorded and claimed is there again after closing, byte for byte")
  void survivesClosing() {
    String uuid = UUID.randomUUID().toString();
    Ticket held;
    try (IdempotencyStore store = builder().open()) {
      store.complete(acquire(store, uuid), outcome("paid"), TTL);
      store.complete(acquire(store, "order-17"), outcome("x".repeat(5_000)), TTL);
      held = acquire(store, "order-18");
    }
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.begun).isZero();
      assertThat(store.stats().entries()).isEqualTo(3);
      ClaimResult replay = store.claim(uuid, FINGERPRINT, TERMS);
      assertThat(((ClaimResult.Completed) replay).outcome()).isEqualTo(outcome("paid"));
      ClaimResult large = store.claim("order-17", FINGERPRINT, TERMS);
      assertThat(((ClaimResult.Completed) large).outcome()).isEqualTo(outcome("x".repeat(5_000)));
      assertThat(store.claim("order-18", FINGERPRINT, TERMS))
          .isInstanceOf(ClaimResult.InProgress.class);
      assertThat(store.complete(held, outcome("late"), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
  }

  @Test
  @DisplayName("a file that nobody closed is recovered, and the listener hears of it")
  void recovers() throws IOException {
    try (IdempotencyStore store = builder().open()) {
      for (int i = 0; i < 500; i++) {
        Ticket ticket = acquire(store, "order-" + i);
        if (i % 2 == 0) {
          store.complete(ticket, outcome("paid " + i), TTL);
        }
      }
    }
    forgetThatItWasClosed();
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.begun).isEqualTo(1);
      assertThat(heard.checked).isEqualTo(16);
      RecoveryReport report = heard.reports.get(0);
      assertThat(report.records()).isEqualTo(500);
      assertThat(report.damaged()).isZero();
      assertThat(report.restored()).isZero();
      assertThat(report.complaints()).isEmpty();
      assertThat(store.stats().entries()).isEqualTo(500);
      for (int i = 0; i < 500; i++) {
        ClaimResult result = store.claim("order-" + i, FINGERPRINT, TERMS);
        if (i % 2 == 0) {
          assertThat(((ClaimResult.Completed) result).outcome()).isEqualTo(outcome("paid " + i));
        } else {
          assertThat(result).isInstanceOf(ClaimResult.InProgress.class);
        }
      }
    }
  }

  @Test
  @DisplayName("a file whose state was lost is recovered, and its time goes on from its records")
  void stateLost() throws IOException {
    long fence;
    try (IdempotencyStore store = builder().open()) {
      fence = acquire(store, "order-17").fence();
    }
    Files.delete(Ownership.stateOf(file));
    micros -= Micros.of(Duration.ofDays(1));
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.reports).hasSize(1);
      assertThat(heard.behind).containsExactly(Duration.ofDays(1));
      assertThat(store.claim("order-17", FINGERPRINT, TERMS))
          .isInstanceOf(ClaimResult.InProgress.class);
      assertThat(acquire(store, "order-18").fence()).isGreaterThanOrEqualTo(fence);
    }
  }

  @Test
  @DisplayName("a clock that was set back does not move the file's time: fences go on increasing")
  void clockSetBack() {
    long fence;
    try (IdempotencyStore store = builder().open()) {
      Ticket ticket = acquire(store, "order-17");
      fence = ticket.fence();
      store.release(ticket);
      store.complete(acquire(store, "order-18"), outcome("paid"), Duration.ofMinutes(10));
    }
    micros -= Micros.of(Duration.ofHours(5));
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.behind).containsExactly(Duration.ofHours(5));
      Ticket ticket = acquire(store, "order-17");
      assertThat(ticket.fence()).isGreaterThan(fence);
      // Until the clock has caught up nothing lapses or expires.
      micros += Micros.of(Duration.ofHours(5));
      assertThat(store.claim("order-17", FINGERPRINT, TERMS))
          .isInstanceOf(ClaimResult.InProgress.class);
      assertThat(store.find("order-18")).isPresent();
      micros += Micros.of(LEASE);
      assertThat(acquire(store, "order-17").attempt()).isEqualTo(2);
      micros += Micros.of(Duration.ofMinutes(10));
      assertThat(store.find("order-18")).isEmpty();
    }
  }

  @Test
  @DisplayName("a record that was out when the process was killed is put back")
  void undoes() throws IOException {
    Ticket ticket;
    try (IdempotencyStore store = builder().open()) {
      ticket = acquire(store, "order-17");
      store.complete(ticket, outcome("paid"), TTL);
    }
    // As it is left between taking the old record out and putting the new one in.
    OpenMap open = new MapFile(file, shape(), clock, heard).open();
    KeyCodec.EncodedKey key = new KeyCodec.EncodedKey();
    open.header().codec().encode("order-17", key);
    try (var context = open.map().queryContext(key.mapKey)) {
      context.updateLock().lock();
      RecordView view = new RecordView();
      view.at(context.entry().value());
      RecordImage image = new RecordImage();
      image.copy(view);
      open.state().keep(key.mapKey, image);
      context.writeLock().lock();
      context.entry().doRemove();
    }
    open.map().close();
    open.release().run();
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.reports.get(0).restored()).isEqualTo(1);
      assertThat(heard.reports.get(0).records()).isEqualTo(1);
      IdempotencyRecord.Completed record =
          (IdempotencyRecord.Completed) store.find("order-17").orElseThrow();
      assertThat(record.outcome()).isEqualTo(outcome("paid"));
      assertThat(record.version()).isEqualTo(new RecordVersion(ticket.fence(), 0));
    }
  }

  private static MapShape shape() {
    return new MapShape(1_000, 40, 32, 10_000);
  }

  @Test
  @DisplayName("a record that is damaged is found when the file is recovered, and is never absent")
  void damagedRecord() throws IOException {
    try (IdempotencyStore store = builder().open()) {
      store.complete(acquire(store, "order-17"), outcome("paid-seventeen"), TTL);
      store.complete(acquire(store, "order-18"), outcome("paid-eighteen"), TTL);
    }
    overwrite("paid-seventeen", "paid-seventy!!");
    forgetThatItWasClosed();
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.reports.get(0).damaged()).isEqualTo(1);
      assertThat(heard.reports.get(0).records()).isEqualTo(1);
      assertThatThrownBy(() -> store.find("order-17"))
          .isInstanceOf(StoreCorruptException.class)
          .hasMessageContaining("order-17")
          .hasMessageContaining("damaged");
      assertThatThrownBy(() -> acquire(store, "order-17"))
          .isInstanceOf(StoreCorruptException.class);
      assertThat(store.find("order-18")).isPresent();
      assertThat(store.pending(Duration.ZERO, 10, null).records()).isEmpty();
    }
  }

  private void overwrite(String text, String other) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = all.indexOf(text);
    assertThat(at).isPositive();
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      access.write(other.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  @DisplayName("a second opener is told which file and who has it, in this process and in another")
  void secondOpener() throws Exception {
    try (IdempotencyStore store = builder().open()) {
      acquire(store, "order-17");
      assertThatThrownBy(() -> builder().open())
          .isInstanceOf(UnusableFileException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(ChildJvm.run(OpensFile.class, file.toString()))
          .contains(file.toString())
          .contains("process " + ProcessHandle.current().pid());
      assertThat(store.claim("order-17", FINGERPRINT, TERMS))
          .isInstanceOf(ClaimResult.InProgress.class);
    }
    try (IdempotencyStore store = builder().open()) {
      assertThat(store.stats().entries()).isEqualTo(1);
    }
  }

  /** Opens the file and says what came of it. */
  static final class OpensFile {

    public static void main(String[] arguments) {
      try (var store =
          ChronicleMapStore.file(Path.of(arguments[0]), 1_000)
              .reservedOutcomeBytes(32)
              .maxOutcomeBytes(10_000)
              .open()) {
        System.out.println("opened");
      } catch (UnusableFileException e) {
        System.out.println(e);
      }
    }
  }

  @Test
  @DisplayName("a file of another version is refused, and is as it was")
  void otherVersion() throws IOException {
    try (IdempotencyStore store = builder().open()) {
      acquire(store, "order-17");
    }
    overwrite("SMLC\0\0\0\1", "SMLC\0\0\0\7");
    assertRefused("format 7", "reads 1");
    overwrite("SMLC\0\0\0\7", "SMLC\0\0\0\1");
    try (IdempotencyStore store = builder().open()) {
      assertThat(store.stats().entries()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a file that was made with other options is refused with both")
  void otherOptions() {
    builder().open().close();
    assertThatThrownBy(() -> builder().reservedOutcomeBytes(64).open())
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("reservedOutcomeBytes 32")
        .hasMessageContaining("reservedOutcomeBytes 64");
    builder().open().close();
  }

  @Test
  @DisplayName("a file that was cut off is refused, closed or not, and is not filled up")
  void truncated() throws IOException {
    builder().open().close();
    long length = Files.size(file);
    byte[] whole = Files.readAllBytes(file);
    for (long shorter : new long[] {length - 4_096, length / 2, 20, 3, 0}) {
      try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
        access.setLength(shorter);
      }
      assertRefused("cut off", "" + length);
      forgetThatItWasClosed();
      assertRefused("cut off", "" + length);
      assertThat(Files.size(file)).isEqualTo(shorter);
    }
    Files.write(file, whole);
    builder().open().close();
  }

  @Test
  @DisplayName("a file of something else is refused, and is as it was")
  void somethingElse() throws IOException {
    String other = "12345678\u0040\0\0\0!net.openhft.chronicle.map.VanillaChronicleMap";
    for (String text : new String[] {"", "hello", "hello ".repeat(1_000), other.repeat(100)}) {
      Files.writeString(file, text);
      assertRefused("store in");
      assertThat(Files.readString(file)).isEqualTo(text);
      Files.deleteIfExists(Ownership.stateOf(file));
    }
  }

  @Test
  @DisplayName("a folder that is not there or is no folder is named")
  void noFolder() throws IOException {
    file = folder.resolve("missing").resolve("store");
    assertRefused("missing");
    file = Files.writeString(folder.resolve("text"), "text").resolve("store");
    assertRefused("text");
    file = folder;
    assertRefused(folder.toString());
  }

  @Test
  @DisplayName("what a killed creation has left does not stand in the way")
  void killedCreation() throws IOException {
    Files.writeString(folder.resolve("store.creating"), "half");
    try (IdempotencyStore store = builder().open()) {
      acquire(store, "order-17");
    }
    assertThat(Files.exists(folder.resolve("store.creating"))).isFalse();
  }

  @Test
  @DisplayName("a recovery that was killed is begun again at once")
  void killedRecovery() throws IOException {
    try (IdempotencyStore store = builder().open()) {
      acquire(store, "order-17");
    }
    forgetThatItWasClosed();
    // Chronicle Map marks the file so while it recovers it, and would wait a minute for that to
    // end.
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(11);
      int flags = access.read();
      access.seek(11);
      access.write(flags | 0x80);
    }
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.reports.get(0).records()).isEqualTo(1);
      assertThat(store.find("order-17")).isPresent();
    }
  }

  @Test
  @DisplayName("a claim is sent again with its owner after the file was opened again")
  void resentAcrossRestart() {
    ClaimRequest request = new ClaimRequest("order-17", FINGERPRINT, TERMS, Owner.random());
    Ticket first;
    try (IdempotencyStore store = builder().open()) {
      first = ((ClaimResult.Acquired) store.claim(request)).ticket();
    }
    try (IdempotencyStore store = builder().open()) {
      assertThat(((ClaimResult.Acquired) store.claim(request)).ticket()).isEqualTo(first);
    }
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> builder().open())
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  @DisplayName("a file that a link leads to has one owner, whatever name it is opened by")
  void links() throws IOException {
    Path real = file;
    try (IdempotencyStore store = builder().open()) {
      acquire(store, "order-17");
      file = Files.createSymbolicLink(folder.resolve("link"), real);
      assertRefused("in use");
    }
    try (IdempotencyStore store = builder().open()) {
      assertThat(heard.begun).isZero();
      assertThat(store.find("order-17")).isPresent();
    }
  }

  @Test
  @DisplayName("a map that has lost its header is recovered with the one that was kept")
  void headerLost() throws IOException {
    try (IdempotencyStore store = builder().open()) {
      store.complete(acquire(store, "order-17"), outcome("paid"), TTL);
    }
    OpenMap open = new MapFile(file, shape(), clock, heard).open();
    try (var context = open.map().queryContext(MapKey.HEADER)) {
      context.writeLock().lock();
      context.entry().doRemove();
    }
    open.map().close();
    open.release().run();
    try (IdempotencyStore store = builder().open()) {
      assertThat(store.find("order-17")).isPresent();
      assertThat(store.stats().entries()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a store that cannot be put together lets go of its file")
  void openingFailsLate() {
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    scheduler.shutdownNow();
    assertThatThrownBy(() -> builder().sweepWith(scheduler, TTL).open())
        .isInstanceOf(RejectedExecutionException.class);
    builder().open().close();
    assertThat(heard.begun).isZero();
  }

  @ParameterizedTest
  @DisplayName(
      "in a full part of the store a takeover has its label, whatever its length, and its reserve")
  @ValueSource(ints = {0, 32, 64, 100})
  void takeoverInAFullSegment(int reserved) throws IOException {
    ChronicleMapStoreBuilder full =
        ChronicleMapStore.file(file, 3_000)
            .averageKeyBytes(0)
            .reservedOutcomeBytes(reserved)
            .maxOutcomeBytes(2_000)
            .clock(clock)
            .listener(heard);
    String label = "x".repeat(Limits.MAX_LABEL_BYTES);
    Outcome outcome = outcome("y".repeat(reserved));
    List<Ticket> tickets = new ArrayList<>();
    try (IdempotencyStore store = full.open()) {
      try {
        while (true) {
          tickets.add(acquire(store, "%0200d".formatted(tickets.size())));
        }
      } catch (StoreFullException e) {
        // Some part is full, by the keys, which were not reckoned with.
        assertThat(e).hasMessageContaining("the segment of the key has no room left");
      }
      micros += Micros.of(LEASE);
      for (Ticket ticket : tickets) {
        Ticket next =
            ((ClaimResult.Acquired) store.claim(ticket.key(), FINGERPRINT, TERMS.withLabel(label)))
                .ticket();
        assertThat(next.attempt()).isEqualTo(2);
        IdempotencyRecord.Pending held =
            (IdempotencyRecord.Pending) store.find(ticket.key()).orElseThrow();
        assertThat(held.label()).contains(label);
        assertThat(store.complete(next, outcome, TTL)).isInstanceOf(Completion.Recorded.class);
      }
    }
    forgetThatItWasClosed();
    try (IdempotencyStore store = full.open()) {
      assertThat(heard.reports.get(0).damaged()).isZero();
      for (Ticket ticket : tickets) {
        assertThat(((IdempotencyRecord.Completed) store.find(ticket.key()).orElseThrow()).outcome())
            .isEqualTo(outcome);
      }
    }
  }

  @Test
  @DisplayName("the file beside a store is no store, and asking for one leaves the owner its lock")
  void stateAsStore() throws Exception {
    try (IdempotencyStore store = builder().open()) {
      assertThat(store.stats().entries()).isZero();
      for (String ending : List.of(".state", ".creating", ".recover")) {
        assertThatThrownBy(
                () -> ChronicleMapStore.file(Path.of(file + ending), 1_000).clock(clock).open())
            .isInstanceOf(UnusableFileException.class)
            .hasMessageContaining("those of files beside a store");
      }
      assertThat(ChildJvm.run(OpensFile.class, file.toString()))
          .contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  @DisplayName("what can be no file is refused, and nothing is written beside it")
  void noFile() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    for (Path path : List.of(directory, link)) {
      assertThatThrownBy(() -> ChronicleMapStore.file(path, 1_000).open())
          .isInstanceOf(UnusableFileException.class);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(directory, link);
    }
    Path elsewhere = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/store");
    assertThatThrownBy(() -> ChronicleMapStore.file(elsewhere, 1_000))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("default file system");
  }

  @Test
  @DisplayName("a path in a URI may have a question mark")
  void questionMark() {
    URI uri = URI.create("chronicle:" + file.toUri().getRawPath() + "%3Fa?maxEntries=10");
    Stores.open(uri.toString()).close();
    assertThat(Path.of(file + "?a")).exists();
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("a name as long as the file system takes is made and recovered")
  void longName() throws IOException {
    file = folder.resolve("x".repeat(255 - ".creating".length()));
    builder().open().close();
    forgetThatItWasClosed();
    builder().open().close();
    assertThat(heard.reports).hasSize(1);
  }

  @Test
  @DisplayName(
      "a recovery that misses more than one record says so, where nothing else is left of them")
  void missingRecords() throws IOException {
    int records = 300;
    try (IdempotencyStore store = builder().open()) {
      for (int i = 0; i < records; i++) {
        store.complete(acquire(store, "order-" + i), outcome("paid"), TTL);
      }
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] state = Files.readAllBytes(Ownership.stateOf(file));
    int page = 4_096;
    int told = 0;
    for (int at = page; at < whole.length; at += page) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, at, Math.min(at + page, torn.length), (byte) 0);
      if (Arrays.equals(torn, whole)) {
        continue;
      }
      Files.write(file, torn);
      Files.write(Ownership.stateOf(file), state);
      forgetThatItWasClosed();
      heard.reports.clear();
      try (IdempotencyStore store = builder().open()) {
        long left = store.stats().entries();
        RecoveryReport report = heard.reports.get(0);
        if (left < records - 1) {
          assertThat(report.complaints()).as("at %s, %s", at, report).isNotEmpty();
          told++;
        }
      } catch (UnusableFileException e) {
        // Chronicle Map cannot do without this page.
      }
    }
    assertThat(told).isPositive();
  }

  @Test
  @DisplayName("what a listener throws, and an interrupt of the caller, do not stop the opening")
  void disturbed() throws IOException {
    try (IdempotencyStore store = builder().open()) {
      acquire(store, "order-17");
    }
    forgetThatItWasClosed();
    micros -= Micros.of(Duration.ofHours(5));
    Thread caller = Thread.currentThread();
    AtomicBoolean first = new AtomicBoolean(true);
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    try (IdempotencyStore store =
        builder()
            .listener(
                new ChronicleStoreListener() {
                  @Override
                  public void recovering(Path file) {
                    if (first.getAndSet(false)) {
                      caller.interrupt();
                    }
                    throw new IllegalStateException("recovering");
                  }

                  @Override
                  public void checking(Path file, int segments, int of) {
                    throw new IllegalStateException("checking");
                  }

                  @Override
                  public void recovered(RecoveryReport report) {
                    throw new IllegalStateException("recovered");
                  }

                  @Override
                  public void clockIsBehind(Path file, Duration by) {
                    throw new IllegalStateException("clock");
                  }
                })
            .open()) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.stats().entries()).isEqualTo(1);
    } finally {
      Thread.interrupted();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught)
        .extracting(Throwable::getMessage)
        .contains("recovering", "checking", "recovered", "clock");
  }
}
