package io.github.semel.redis.connection;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/** A server that reads and answers when the test does: the test's thread is the server. */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Socket> accepted = new ArrayList<>();

  ScriptedServer() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostAndPort address() {
    return new HostAndPort("127.0.0.1", listening.getLocalPort());
  }

  /** Waits for the next connection, and answers its HELLO. */
  Peer accept() {
    try {
      Socket socket = listening.accept();
      accepted.add(socket);
      Peer peer = new Peer(socket);
      peer.command();
      peer.answer("*2\r\n$5\r\nproto\r\n:2\r\n");
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : accepted) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's end of a connection. */
  static final class Peer {

    private final Socket socket;
    private final DataInputStream in;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Waits for the next command; returns its second word. */
    String command() {
      try {
        int words = number('*');
        String second = "";
        for (int i = 0; i < words; i++) {
          byte[] word = new byte[number('$')];
          in.readFully(word);
          in.skipBytes(2);
          if (i == 1) {
            second = new String(word, StandardCharsets.UTF_8);
          }
        }
        return second;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private int number(char kind) throws IOException {
      if (in.readByte() != kind) {
        throw new IOException("no command, or not where one begins");
      }
      int number = 0;
      for (int digit = in.readByte(); digit != '\r'; digit = in.readByte()) {
        number = 10 * number + digit - '0';
      }
      in.skipBytes(1);
      return number;
    }

    /** Answers one command. */
    void answer() {
      answer("+OK\r\n");
    }

    void answer(String reply) {
      try {
        socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether nothing was written that was not read. */
    boolean readAll() {
      try {
        return in.available() == 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void hangUp() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits until the other end closes the connection. */
    void awaitClosed() {
      try {
        while (in.read() >= 0) {
          Thread.onSpinWait();
        }
      } catch (IOException e) {
        // Reset: it was closed with something unread.
      }
    }
  }
}
