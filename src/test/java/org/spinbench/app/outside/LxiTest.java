package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.simulator.server.Servers;

/**
 * lxi-tools, which others wrote in C, with a served bench: they ask the portmapper on port 111, and
 * so both run in a network of their own.
 */
class LxiTest {
  private static final int BASE = 5030;

  /** Raw sockets come after the ports that all instruments share. */
  private static final int FIRST_SOCKET = BASE + Servers.ports(0);

  @TempDir Path folder;

  @Test
  void rawSocketAndVxi11() throws Exception {
    Outside.requireInstalled("lxi", "package lxi-tools");
    Outside.requireInstalled("ip", "package iproute2");
    Optional<List<String>> alone = networkOfItsOwn();
    assumeTrue(alone.isPresent(), "needs the right to make a network namespace (unshare -n)");
    List<String> command = new ArrayList<>(alone.get());
    command.add("sh");
    command.add(Outside.resource(folder, "lxi_client.sh").toString());
    command.add(Integer.toString(FIRST_SOCKET));
    command.addAll(Outside.java(Main.class));
    command.addAll(
        List.of(
            "simulate", "--json", "--port-base", Integer.toString(BASE), "--portmapper", "111"));
    String said = Outside.run(folder, command);
    assertTrue(said.endsWith("all done\n"), said);
  }

  /** How to run a command in a network namespace: as root, or as who plays root there. */
  private Optional<List<String>> networkOfItsOwn() throws InterruptedException {
    for (List<String> unshare : List.of(List.of("unshare", "-n"), List.of("unshare", "-rn"))) {
      List<String> trial = new ArrayList<>(unshare);
      trial.addAll(List.of("ip", "link", "set", "lo", "up"));
      if (succeeds(trial)) {
        return Optional.of(unshare);
      }
    }
    return Optional.empty();
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
