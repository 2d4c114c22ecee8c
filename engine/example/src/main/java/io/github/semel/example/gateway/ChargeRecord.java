package io.github.semel.example.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.semel.example.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gateway's record of its charges: a file with a line of JSON for each, on the disk before the
 * charge counts as made. Safe for any thread.
 */
final class ChargeRecord implements AutoCloseable {

  private final FileChannel file;

  // Both under this object's monitor.
  private final List<Charge> charges = new ArrayList<>();

  private ChargeRecord(FileChannel file) {
    this.file = file;
  }

  /** The record in a file, which is made when there is none. */
  static ChargeRecord open(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ChargeRecord record = new ChargeRecord(file);
    try {
      record.read();
      return record;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
      // Until all of it is here.
    }
    String text = new String(bytes.array(), StandardCharsets.UTF_8);
    // A line without an end was being written when the process died: that charge was never made.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    for (String line : whole.lines().toList()) {
      charges.add(Json.MAPPER.readValue(line, Charge.class));
    }
    file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    file.position(file.size());
  }

  /** Makes a charge. */
  synchronized void add(Charge charge) {
    try {
      byte[] line =
          (Json.MAPPER.writeValueAsString(charge) + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a charge is JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    charges.add(charge);
  }

  /** The last charge for a key. */
  synchronized Optional<Charge> ofKey(String key) {
    return charges.stream()
        .filter(charge -> charge.order().key().equals(key))
        .reduce((earlier, later) -> later);
  }

  /** The last charge for a payment. */
  synchronized Optional<Charge> ofPayment(String payment) {
    return charges.stream()
        .filter(charge -> charge.order().payment().equals(payment))
        .reduce((earlier, later) -> later);
  }

  /** All of them, in order. */
  synchronized List<Charge> all() {
    return List.copyOf(charges);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
