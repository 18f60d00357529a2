package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.resource.ResourceName;

final class OwnershipTest {
  private static final String RF = "TCPIP::127.0.0.1::5025::SOCKET";
  private static final String BIAS = "ASRL/dev/ttyUSB0::INSTR";

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void useAFolderOfItsOwn() {
    before = System.getProperty(Ownership.FOLDER_PROPERTY);
    System.setProperty(Ownership.FOLDER_PROPERTY, folder.resolve("locks").toString());
  }

  @AfterEach
  void restoreTheFolder() {
    if (before == null) {
      System.clearProperty(Ownership.FOLDER_PROPERTY);
    } else {
      System.setProperty(Ownership.FOLDER_PROPERTY, before);
    }
  }

  private static Map<String, ResourceName> instruments(String... namesAndResources) {
    Map<String, ResourceName> map = new LinkedHashMap<>();
    for (int k = 0; k < namesAndResources.length; k += 2) {
      map.put(namesAndResources[k], ResourceName.parse(namesAndResources[k + 1]));
    }
    return map;
  }

  @Test
  void aSharedInstrumentIsRefusedAndItsOwnerNamed() {
    Ownership first = Ownership.take(instruments("rf_1", RF), "spinbench train a.toml");
    InUseException e =
        assertThrows(
            InUseException.class,
            () -> Ownership.take(instruments("bias", BIAS, "source", RF), "spinbench measure"));
    assertTrue(
        e.getMessage()
            .matches(
                "source \\(TCPIP0::127\\.0\\.0\\.1::5025::SOCKET\\) is in use by 'spinbench train"
                    + " a\\.toml' \\(process "
                    + ProcessHandle.current().pid()
                    + ", user .+, since \\d{4}-\\d\\d-\\d\\dT.*Z\\)\\. Wait .*"),
        e.getMessage());
    Ownership.take(instruments("bias", BIAS), "what was taken before the refusal is free again")
        .close();
    first.close();
    Ownership.take(instruments("rf_1", RF), "and so is what the owner gave back").close();
  }

  @Test
  void anInstrumentInsideTheProgramOrOfAServerHasNoLockFile() throws IOException {
    Map<String, ResourceName> names =
        instruments("a", "INPROC::a::INSTR", "b", "ZMQ0::127.0.0.1::5560::b::INSTR");
    Ownership one = Ownership.take(names, "x");
    Ownership.take(names, "y").close();
    one.close();
    assertEquals(false, Files.exists(folder.resolve("locks")));
  }

  /** Another process, whose death by SIGKILL is the only way in which it ends. */
  @Test
  void theLockEndsWithTheProcess() throws Exception {
    Process owner =
        new ProcessBuilder(
                ChildProgram.command(
                    List.of("-D" + Ownership.FOLDER_PROPERTY + "=" + folder.resolve("locks")),
                    Taker.class,
                    List.of()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('+', owner.getInputStream().read(), "it did not take the instrument");
      InUseException e =
          assertThrows(
              InUseException.class, () -> Ownership.take(instruments("rf_1", RF), "spinbench"));
      assertTrue(
          e.getMessage().contains("'another program' (process " + owner.pid() + ","),
          e.getMessage());
    } finally {
      owner.destroyForcibly();
      assertTrue(owner.waitFor(60, TimeUnit.SECONDS));
    }
    Ownership.take(instruments("rf_1", RF), "spinbench").close();
  }

  /** Owns an instrument until it is killed. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] arguments) throws IOException {
      Ownership.take(instruments("rf_1", RF), "another program");
      System.out.write('+');
      System.out.flush();
      System.in.read();
    }
  }

  @Test
  void everyUserOfTheComputerCanUseTheFiles() throws IOException {
    Ownership.take(instruments("rf_1", RF, "bias_1", BIAS), "spinbench").close();
    try (Stream<Path> files = Files.list(folder.resolve("locks"))) {
      List<Path> all = files.toList();
      assertEquals(2, all.size());
      if (all.get(0).getFileSystem().supportedFileAttributeViews().contains("posix")) {
        for (Path file : all) {
          assertEquals(6, Files.getPosixFilePermissions(file).size(), file.toString());
        }
      }
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsNamed() throws IOException {
    System.setProperty(
        Ownership.FOLDER_PROPERTY, Files.createFile(folder.resolve("file")).toString());
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> Ownership.take(instruments("rf_1", RF), "x"));
    assertTrue(e.getMessage().contains("the lock file " + folder.resolve("file")), e.getMessage());
    assertTrue(e.getMessage().contains("spinbench.locks=FOLDER"), e.getMessage());
  }
}
