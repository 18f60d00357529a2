package org.spinbench.app.notice;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.spinbench.experiments.run.Json;

/** A webhook on loopback that keeps the notices that it receives. */
public final class Webhook implements AutoCloseable {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** Listens on any free port. */
  public Webhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String text = Json.tree(new String(body, StandardCharsets.UTF_8)).path("text").asText();
          told.add(text.replaceFirst("^spinbench: [^:]*: ", ""));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  /** Adds a notice about each end of a run to a bench file. */
  public Path askedBy(Path bench) throws IOException {
    return Files.writeString(
        bench,
        Files.readString(bench)
            + "\n[[run.notify]]\non = [\"ended\"]\nwebhook = \"http://127.0.0.1:"
            + server.getAddress().getPort()
            + "/hook\"\n");
  }

  /** The texts so far, without program and run. */
  public List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
