package org.spinbench.app.check;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Clock;

/** What a run needs of the computer. Looks only; sends nothing over any network. */
public final class Computer {
  private static final long MEGABYTE = 1L << 20;

  /** A training takes about 150 MB. */
  private static final long SMALL_HEAP = 256 * MEGABYTE;

  private static final long LITTLE_MEMORY = 512 * MEGABYTE;
  private static final long LITTLE_SPACE = 1024 * MEGABYTE;
  private static final long NO_SPACE = 50 * MEGABYTE;

  /** Before the program was written. */
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +(\\d+) kB");

  /** Class and subclass of an interface of USB for test and measurement, as Linux shows them. */
  private static final String USBTMC = "fe 03";

  static final String UDEV_RULE =
      "SUBSYSTEM==\"usbmisc\", KERNEL==\"usbtmc*\", GROUP=\"plugdev\", MODE=\"0660\"";

  private final Path root;
  private final Path runs;
  private final Clock clock;
  private final Predicate<Path> usable;

  /**
   * This computer.
   *
   * @param runs folder of run files, which need not exist yet
   */
  public Computer(Path runs, Clock clock) {
    this(Path.of("/"), runs, clock, file -> Files.isReadable(file) && Files.isWritable(file));
  }

  /**
   * A computer.
   *
   * @param root where {@code /dev}, {@code /proc} and {@code /sys} are
   * @param usable whether this user may read and write a device
   */
  Computer(Path root, Path runs, Clock clock, Predicate<Path> usable) {
    this.root = root;
    this.runs = runs;
    this.clock = clock;
    this.usable = usable;
  }

  /** All checks, in the order of the report. */
  public List<Symptom> check() {
    List<Symptom> all = new ArrayList<>();
    all.add(java(Runtime.version().toString(), Runtime.getRuntime().maxMemory()));
    all.add(memory());
    all.add(space());
    all.add(database());
    all.add(pictures());
    all.add(letters(Charset.defaultCharset(), System.getProperty("sun.jnu.encoding", "")));
    all.add(time());
    all.add(network());
    all.add(
        devices(
            "serial ports",
            List.of("ttyUSB", "ttyACM"),
            file -> "sudo usermod -aG " + group(file) + " \"$USER\"    and log in again"));
    all.add(usb());
    return all;
  }

  static Symptom java(String version, long heap) {
    int processors = Runtime.getRuntime().availableProcessors();
    String found =
        String.format(
            Locale.ROOT,
            "%s, up to %s of memory, %d %s",
            version,
            size(heap),
            processors,
            processors == 1 ? "processor" : "processors");
    return heap < SMALL_HEAP
        ? Symptom.wrong(
            "Java",
            found + "; a training needs " + size(SMALL_HEAP),
            "export SPINBENCH_JAVA_OPTS=-Xmx1g")
        : Symptom.ok("Java", found);
  }

  private Symptom memory() {
    Path file = root.resolve("proc/meminfo");
    try {
      Matcher found = AVAILABLE.matcher(Files.exists(file) ? Files.readString(file) : "");
      if (!found.find()) {
        return Symptom.ok("memory", "this system does not say how much is free");
      }
      long free = Long.parseLong(found.group(1)) << 10;
      return free < LITTLE_MEMORY
          ? Symptom.wrong(
              "memory",
              size(free) + " free; a run and its watchdog need " + size(LITTLE_MEMORY),
              "close other programs")
          : Symptom.ok("memory", size(free) + " free");
    } catch (IOException e) {
      return Symptom.note("memory", file + ": " + UserFile.reason(e), "");
    }
  }

  private Symptom space() {
    Path folder = runs.toAbsolutePath();
    while (!Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (!Files.isDirectory(folder)) {
      return Symptom.wrong(
          "run files", folder + " is a file, not a folder", "name another folder with --runs");
    }
    if (!Files.isWritable(folder)) {
      return Symptom.wrong(
          "run files",
          "you have no permission to write into " + folder,
          "change to a folder of your own, or name one with --runs");
    }
    return space(folder, folder.toFile().getUsableSpace());
  }

  static Symptom space(Path folder, long free) {
    String found = size(free) + " free in " + folder;
    String remedy = "'spinbench runs prune' removes old runs; or name another folder with --runs";
    if (free < NO_SPACE) {
      return Symptom.wrong("run files", found + "; a run that cannot write stops", remedy);
    }
    return free < LITTLE_SPACE
        ? Symptom.note("run files", found, remedy)
        : Symptom.ok("run files", found);
  }

  /** SQLite comes as a native library, which must be unpacked where programs may run. */
  private static Symptom database() {
    try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return Symptom.ok(
          "database", "SQLite " + connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException | LinkageError e) {
      return Symptom.wrong(
          "database",
          "SQLite cannot be loaded from "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e.getMessage(),
          "export SPINBENCH_JAVA_OPTS=-Dorg.sqlite.tmpdir=FOLDER    with a folder from which"
              + " programs may run");
    }
  }

  private static Symptom pictures() {
    String problem;
    try {
      int fonts =
          GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length;
      if (fonts > 0) {
        return Symptom.ok("pictures", fonts + " fonts");
      }
      problem = "there is no font";
    } catch (LinkageError | InternalError | RuntimeException e) {
      problem = "fonts cannot be used: " + reason(e);
    }
    return Symptom.wrong(
        "pictures", problem, "sudo apt install fontconfig fonts-dejavu-core libfreetype6");
  }

  /** The message of the last cause: the libraries of Java wrap it several times. */
  public static String reason(Throwable failure) {
    return failure.getCause() == null ? failure.getMessage() : reason(failure.getCause());
  }

  static Symptom letters(Charset text, String names) {
    boolean all = names.equalsIgnoreCase("UTF-8") && text.equals(StandardCharsets.UTF_8);
    String found = "text in " + text + ", names of files in " + names;
    return all
        ? Symptom.ok("letters", found)
        : Symptom.note(
            "letters",
            found + "; files with other than English letters in their names cannot be used",
            "export LANG=C.UTF-8");
  }

  private Symptom time() {
    Instant now = clock.now();
    if (now.isBefore(EARLIEST)) {
      return Symptom.wrong(
          "clock",
          now + "; run files and calibrations would carry a wrong date",
          "sudo timedatectl set-ntp true");
    }
    boolean kept = Files.exists(root.resolve("run/systemd/timesync/synchronized"));
    return Symptom.ok("clock", now + (kept ? ", synchronized" : ""));
  }

  private static Symptom network() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Symptom.ok("loopback", "ports such as " + free.getLocalPort() + " are free");
    } catch (IOException e) {
      return Symptom.wrong(
          "loopback",
          "no port can be opened: "
              + e.getMessage()
              + "; simulate, serve and the watchdog need one",
          "sudo ip link set lo up");
    }
  }

  private Symptom usb() {
    long plugged =
        children(root.resolve("sys/bus/usb/devices"), "").stream()
            .filter(
                one ->
                    USBTMC.equals(
                        text(one, "bInterfaceClass") + " " + text(one, "bInterfaceSubClass")))
            .count();
    if (plugged > 0 && children(root.resolve("dev"), "usbtmc").isEmpty()) {
      return Symptom.wrong(
          "USB instruments",
          plugged + " plugged in, but the driver of Linux is not loaded",
          "sudo modprobe usbtmc");
    }
    return devices(
        "USB instruments",
        List.of("usbtmc"),
        file ->
            "echo '"
                + UDEV_RULE
                + "' | sudo tee /etc/udev/rules.d/60-usbtmc.rules && sudo udevadm control --reload"
                + " && sudo udevadm trigger && sudo usermod -aG plugdev \"$USER\"    and log in"
                + " again");
  }

  /** How a device is made usable. */
  private interface Remedy {
    String of(Path device);
  }

  private Symptom devices(String subject, List<String> kinds, Remedy remedy) {
    List<Path> found =
        kinds.stream().flatMap(kind -> children(root.resolve("dev"), kind).stream()).toList();
    List<Path> refused = found.stream().filter(usable.negate()).toList();
    if (!refused.isEmpty()) {
      return Symptom.wrong(subject, "you may not use " + names(refused), remedy.of(refused.get(0)));
    }
    return Symptom.ok(subject, found.isEmpty() ? "none plugged in" : names(found));
  }

  private static String names(List<Path> files) {
    return String.join(", ", files.stream().map(one -> "/dev/" + one.getFileName()).toList());
  }

  private static List<Path> children(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(one -> one.getFileName().toString().startsWith(prefix)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The content of a small file; empty if it is not there, as after unplugging. */
  private static String text(Path folder, String name) {
    try {
      return Files.readString(folder.resolve(name)).strip();
    } catch (IOException unplugged) {
      return "";
    }
  }

  private static String group(Path file) {
    try {
      return Files.getFileAttributeView(file, PosixFileAttributeView.class)
          .readAttributes()
          .group()
          .getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "dialout";
    }
  }

  private static String size(long bytes) {
    return bytes < 1024 * MEGABYTE
        ? bytes / MEGABYTE + " MB"
        : String.format(Locale.ROOT, "%.1f GB", (double) bytes / (1024 * MEGABYTE));
  }
}
