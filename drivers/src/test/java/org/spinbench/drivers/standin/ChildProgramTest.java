package org.spinbench.drivers.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChildProgramTest {
  private static final long PATIENCE_SECONDS = 60;

  @Test
  void aChildEndsWhenItsParentIsKilled() throws Exception {
    Process parent = new ProcessBuilder(ChildProgram.command(Parent.class)).start();
    String child = parent.inputReader(StandardCharsets.UTF_8).readLine();
    try {
      ProcessHandle lasting = ProcessHandle.of(Long.parseLong(child)).orElseThrow();
      parent.destroyForcibly();
      lasting.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void itGetsItsArgumentsAndFailsAsItsMainMethodDoes() throws Exception {
    Process child =
        new ProcessBuilder(ChildProgram.command(Failing.class, "one", "two words"))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(1, child.exitValue());
    assertTrue(said.contains("IllegalStateException: one, two words"), said);
  }

  /** Whoever starts Java in another way may leave a process that fills the disk. */
  @Test
  void everyProgramOfATestIsStartedByIt() throws IOException {
    List<Path> others = new ArrayList<>();
    int looked = 0;
    for (String module : List.of("", "drivers", "simulator", "calibration", "experiments")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          looked++;
          boolean starter = file.getFileName().toString().startsWith("ChildProgram");
          if (!starter && Files.readString(file).contains("\"java.class.path\"")) {
            others.add(file);
          }
        }
      }
    }
    assertTrue(looked > 500, "only " + looked + " files");
    assertEquals(List.of(), others);
  }

  /** Starts a program that ends by itself only after an hour. */
  public static final class Parent {
    private Parent() {}

    public static void main(String[] none) throws Exception {
      Process child = new ProcessBuilder(ChildProgram.command(Lasting.class)).start();
      System.out.println(child.pid());
      System.out.flush();
      child.waitFor();
    }
  }

  /** Lasts for an hour. */
  public static final class Lasting {
    private Lasting() {}

    public static void main(String[] none) throws InterruptedException {
      Thread.sleep(TimeUnit.HOURS.toMillis(1));
    }
  }

  /** Fails with its arguments. */
  public static final class Failing {
    private Failing() {}

    public static void main(String[] arguments) {
      throw new IllegalStateException(String.join(", ", arguments));
    }
  }
}
