package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.transport.Clock;

/** Computers that lack something, as their file systems show it. */
class ComputerTest {
  @TempDir Path root;
  private Instant now = Instant.parse("2026-12-24T12:00:00Z");

  @Test
  void aSoundComputerNeedsNothing() throws IOException {
    memory(4_000_000);
    Map<String, Symptom> all = check();
    assertEquals(
        List.of(
            "Java",
            "memory",
            "run files",
            "database",
            "pictures",
            "letters",
            "clock",
            "loopback",
            "serial ports",
            "USB instruments"),
        new Computer(root, root, clock(), file -> true)
            .check().stream().map(Symptom::subject).toList());
    for (String subject : List.of("Java", "memory", "database", "clock", "loopback")) {
      assertEquals(Symptom.Level.OK, all.get(subject).level(), all.get(subject).toString());
    }
    assertEquals("3.8 GB free", all.get("memory").found());
    assertEquals("none plugged in", all.get("serial ports").found());
    assertEquals("none plugged in", all.get("USB instruments").found());
    assertEquals("2026-12-24T12:00:00Z", all.get("clock").found());
  }

  @Test
  void littleMemoryIsNamedWithWhatARunNeeds() throws IOException {
    memory(200_000);
    Symptom memory = check().get("memory");
    assertEquals(Symptom.Level.WRONG, memory.level());
    assertEquals("195 MB free; a run and its watchdog need 512 MB", memory.found());

    Symptom java = Computer.java("17.0.1+2", 100L << 20);
    assertEquals(Symptom.Level.WRONG, java.level());
    assertTrue(java.found().startsWith("17.0.1+2, up to 100 MB of memory, "), java.found());
    assertEquals("export SPINBENCH_JAVA_OPTS=-Xmx1g", java.remedy());
  }

  @Test
  void aFullDiskIsWrongAndAnAlmostFullOneIsNoted() {
    Path folder = Path.of("runs");
    assertEquals(Symptom.Level.WRONG, Computer.space(folder, 49L << 20).level());
    assertEquals(Symptom.Level.NOTE, Computer.space(folder, 50L << 20).level());
    assertEquals(Symptom.Level.NOTE, Computer.space(folder, 1023L << 20).level());
    assertEquals(Symptom.ok("run files", "1.0 GB free in runs"), Computer.space(folder, 1L << 30));
    assertTrue(Computer.space(folder, 0).remedy().contains("runs prune"));
  }

  @Test
  void runsCannotLieBelowAFile() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    Symptom runs =
        check(new Computer(root, file.resolve("runs"), clock(), f -> true)).get("run files");
    assertEquals(Symptom.Level.WRONG, runs.level());
    assertEquals(file + " is a file, not a folder", runs.found());
    Path below = root.resolve("not/yet/there");
    Symptom later = check(new Computer(root, below, clock(), f -> true)).get("run files");
    assertTrue(later.found().endsWith(" free in " + root), later.found());
  }

  @Test
  void adapterWithoutPermissionGetsTheGroupToJoin() throws IOException {
    Path dev = Files.createDirectories(root.resolve("dev"));
    Files.createFile(dev.resolve("ttyUSB0"));
    Path refused = Files.createFile(dev.resolve("ttyACM3"));
    Files.createFile(dev.resolve("tty1"));
    Map<String, Symptom> all =
        check(new Computer(root, root, clock(), file -> !file.equals(refused)));
    Symptom ports = all.get("serial ports");
    assertEquals(Symptom.Level.WRONG, ports.level());
    assertEquals("you may not use /dev/ttyACM3", ports.found());
    String group = Files.getAttribute(refused, "posix:group").toString();
    assertTrue(ports.remedy().startsWith("sudo usermod -aG " + group + " "), ports.remedy());
    assertEquals("/dev/ttyUSB0, /dev/ttyACM3", check().get("serial ports").found());
  }

  @Test
  void usbInstrumentsNeedTheDriverThenAUdevRule() throws IOException {
    Path port = Files.createDirectories(root.resolve("sys/bus/usb/devices/1-2:1.0"));
    Files.writeString(port.resolve("bInterfaceClass"), "fe\n");
    Files.writeString(port.resolve("bInterfaceSubClass"), "03\n");
    Path disk = Files.createDirectories(root.resolve("sys/bus/usb/devices/1-3:1.0"));
    Files.writeString(disk.resolve("bInterfaceClass"), "08\n");
    assertEquals(
        Symptom.wrong(
            "USB instruments",
            "1 plugged in, but the driver of Linux is not loaded",
            "sudo modprobe usbtmc"),
        check().get("USB instruments"));

    Files.createFile(Files.createDirectories(root.resolve("dev")).resolve("usbtmc0"));
    assertEquals("/dev/usbtmc0", check().get("USB instruments").found());
    Symptom refused = check(new Computer(root, root, clock(), f -> false)).get("USB instruments");
    assertEquals("you may not use /dev/usbtmc0", refused.found());
    assertTrue(
        refused
            .remedy()
            .startsWith(
                "echo 'SUBSYSTEM==\"usbmisc\", KERNEL==\"usbtmc*\", GROUP=\"plugdev\","
                    + " MODE=\"0660\"' | sudo tee /etc/udev/rules.d/"),
        refused.remedy());
  }

  @Test
  void aClockThatStoodStillIsWrong() {
    now = Instant.EPOCH;
    Symptom clock = check().get("clock");
    assertEquals(Symptom.Level.WRONG, clock.level());
    assertTrue(clock.found().startsWith("1970-01-01T00:00:00Z; "), clock.found());
  }

  @Test
  void lettersBeyondEnglishNeedUtf8() {
    assertEquals(Symptom.Level.OK, Computer.letters(StandardCharsets.UTF_8, "UTF-8").level());
    Symptom plain = Computer.letters(StandardCharsets.UTF_8, "ANSI_X3.4-1968");
    assertEquals(Symptom.Level.NOTE, plain.level());
    assertEquals("export LANG=C.UTF-8", plain.remedy());
    assertEquals(Symptom.Level.NOTE, Computer.letters(StandardCharsets.US_ASCII, "UTF-8").level());
  }

  private void memory(long kilobytes) throws IOException {
    Files.writeString(
        Files.createDirectories(root.resolve("proc")).resolve("meminfo"),
        "MemTotal:  8000000 kB\nMemFree: 1 kB\nMemAvailable:  " + kilobytes + " kB\n");
  }

  private Map<String, Symptom> check() {
    return check(new Computer(root, root, clock(), file -> true));
  }

  private static Map<String, Symptom> check(Computer computer) {
    return computer.check().stream()
        .collect(Collectors.toMap(Symptom::subject, Function.identity()));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public Instant now() {
        return now;
      }

      @Override
      public void sleep(Duration duration) {
        throw new IllegalStateException("a look at a computer waits for nothing");
      }
    };
  }
}
