package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.spinbench.app.Main;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.DefaultBench;

/** {@code spinbench simulate --json}, or {@code serve --json}, in a process of its own. */
public final class ServingProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final JsonNode ready;

  /** What it has started, noted before it ends: afterwards nobody knows whose they were. */
  private final Set<ProcessHandle> started = new HashSet<>();

  public ServingProcess(String serving, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(serving, "--json"));
    arguments.addAll(List.of(options));
    List<String> command = ChildProgram.command(List.of(), Main.class, arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertTrue(line != null, "it ended without a line");
    ready = new ObjectMapper().readTree(line);
  }

  /** What its one line says. */
  public JsonNode ready() {
    return ready;
  }

  /** The names of an instrument that it gives. */
  public List<String> resources(String instrument) {
    List<String> names = new ArrayList<>();
    for (JsonNode one : ready.get("instruments")) {
      if (one.get("name").textValue().equals(instrument)) {
        one.get("resources").forEach(name -> names.add(name.textValue()));
      }
    }
    return names;
  }

  /** The default bench file, with the first name of each instrument. */
  public Path benchFile(Path file) throws IOException {
    String text = DefaultBench.text();
    for (JsonNode instrument : ready.get("instruments")) {
      String name = instrument.get("name").textValue();
      text = text.replace("INPROC::" + name + "::INSTR", resources(name).get(0));
    }
    return Files.writeString(file, patient(text));
  }

  /** A bench file whose instruments have time to answer, however busy this computer is. */
  public static String patient(String text) {
    return text.replaceAll("(?m)^resource = .*$", "$0\ntimeout = 20.0");
  }

  /** Sends a signal, and gives the exit code and whatever was printed besides the one line. */
  public Outcome end(String signal) throws IOException, InterruptedException {
    noteStarted();
    Signals.send(signal, process);
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
    return new Outcome(process.exitValue(), String.join("\n", out.lines().toList()), "");
  }

  /** Lets it bring its bench to rest. A watchdog whose instruments are gone would never end. */
  @Override
  public void close() {
    noteStarted();
    process.destroy();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void noteStarted() {
    process.descendants().forEach(started::add);
  }
}
