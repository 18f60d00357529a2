package org.spinbench.simulator.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * A program that runs out of descriptors while it opens links to its own servers, with so many left
 * as its argument says: none, one, two and so on. Says {@code sound} if every failure gave back
 * what it had taken, and the servers answer once there are descriptors again.
 */
final class Exhaustion {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int PAUSES = 2000;
  private static final int MOST_LEFT = 14;

  private final SystemClock clock = new SystemClock();
  private final Deque<FileInputStream> ballast = new ArrayDeque<>();

  private Exhaustion() {}

  public static void main(String[] arguments) throws Exception {
    loadAll(Transport.class);
    loadAll(Servers.class);
    System.getLogger(Exhaustion.class.getName()).log(Level.WARNING, "loads what logging needs");
    new Exhaustion().run();
    System.out.println("sound");
  }

  /** A class that cannot be loaded for want of a descriptor is lost for good. */
  private static void loadAll(Class<?> neighbour)
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path source = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(source)) {
      loadAll(source, neighbour.getPackageName());
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      loadAll(jar.getPath("/"), neighbour.getPackageName());
    }
  }

  private static void loadAll(Path root, String packageName)
      throws IOException, ClassNotFoundException {
    try (var classes = Files.walk(root.resolve(packageName.replace('.', '/')))) {
      for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        Class.forName(name.substring(0, name.length() - ".class".length()));
      }
    }
  }

  private void run() {
    List<Servers.Instrument> one =
        List.of(new Servers.Instrument("meter", "a test", true, new ContractInstrument()));
    try (Servers servers = new Servers(one, Servers.Ports.loopback())) {
      SystemTransports transports = new SystemTransports(servers.linkSettings());
      for (Servers.Link link : Servers.Link.values()) {
        ResourceName name = servers.instruments().get(0).resources().get(link);
        exchange(transports, name);
        exchange(transports, name);
        for (int left = 0; left <= MOST_LEFT; left++) {
          tryWith(left, transports, name);
        }
        exchange(transports, name);
      }
    }
  }

  private static void exchange(SystemTransports transports, ResourceName name) {
    try (Transport link = transports.open(name)) {
      Duration left = link.write("ECHO? x".getBytes(StandardCharsets.US_ASCII), LONG);
      String answer = new String(link.read(left), StandardCharsets.US_ASCII);
      if (!answer.equals("x")) {
        throw new IllegalStateException(name + " answered " + answer);
      }
    }
  }

  /** Opens with so many descriptors left, and demands that all are given back. */
  private void tryWith(int left, SystemTransports transports, ResourceName name) {
    long before = open();
    fill();
    for (int k = 0; k < left; k++) {
      release();
    }
    String outcome = "succeeded";
    try {
      exchange(transports, name);
    } catch (RuntimeException failure) {
      outcome = failure.toString();
    }
    releaseAll();
    long after = openOnceSettled(before);
    if (after > before) {
      throw new IllegalStateException(
          name
              + ": with "
              + left
              + " descriptors left it "
              + outcome
              + ", and has kept "
              + (after - before));
    }
  }

  /** How many descriptors are open, as soon as both ends have let go of theirs. */
  private long openOnceSettled(long before) {
    long now = open();
    for (int k = 0; k < PAUSES && now > before; k++) {
      clock.sleep(PAUSE);
      now = open();
    }
    return now;
  }

  private static long open() {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void fill() {
    try {
      while (true) {
        ballast.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException exhausted) {
      // As it is meant to be.
    }
  }

  private void releaseAll() {
    while (!ballast.isEmpty()) {
      release();
    }
  }

  private void release() {
    try {
      ballast.remove().close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
