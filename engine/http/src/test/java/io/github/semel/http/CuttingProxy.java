package io.github.semel.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Between a client and a server; loses a response, with the connection, when it is told to. */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int target;
  private final AtomicBoolean cutting = new AtomicBoolean();
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Socket> sockets = new ArrayList<>();

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(this::accept, "cutting-proxy").start();
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The next response is lost: the server has answered, and the client will never know. */
  void cutNextResponse() {
    cutting.set(true);
  }

  /** How many requests have come through. */
  int requests() {
    return requests.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (sockets) {
          sockets.add(client);
          sockets.add(server);
        }
        new Thread(() -> requests(client, server), "proxy-requests").start();
        new Thread(() -> responses(server, client), "proxy-responses").start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void requests(Socket client, Socket server) {
    byte[] bytes = new byte[8_192];
    try {
      InputStream in = client.getInputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        String text = new String(bytes, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1);
        requests.addAndGet(text.split("POST /", -1).length - 1);
        server.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException e) {
      // Cut.
    }
  }

  private void responses(Socket server, Socket client) {
    byte[] bytes = new byte[8_192];
    try {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (cutting.getAndSet(false)) {
          client.close();
          server.close();
          return;
        }
        out.write(bytes, 0, n);
      }
    } catch (IOException e) {
      // Cut.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
