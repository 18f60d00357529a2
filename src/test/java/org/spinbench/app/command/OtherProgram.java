package org.spinbench.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * Another process that runs command lines one after another, for what distinguishes programs by
 * their processes.
 */
final class OtherProgram implements AutoCloseable {
  /** In place of a command: sends a message over a link of its own, {@code raw KEYS RESOURCE}. */
  static final String RAW = "raw";

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader answers;

  OtherProgram() throws IOException {
    process =
        new ProcessBuilder(
                ChildProgram.command(
                    List.of("-Djava.awt.headless=true"), OtherProgram.class, List.of()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** A command line, and what is typed into it. */
  private record Task(List<String> line, String typed) {}

  /** Runs a command line there. */
  Outcome run(List<String> line, String typed) throws IOException {
    process
        .outputWriter(StandardCharsets.UTF_8)
        .write(JSON.writeValueAsString(new Task(line, typed)) + "\n");
    process.outputWriter(StandardCharsets.UTF_8).flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the other program has ended in " + line);
    }
    return JSON.readValue(answer, Outcome.class);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The other process. */
  public static void main(String[] none) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader tasks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = tasks.readLine(); line != null; line = tasks.readLine()) {
      Task task = JSON.readValue(line, Task.class);
      System.setIn(new ByteArrayInputStream(task.typed.getBytes(StandardCharsets.UTF_8)));
      out.println(JSON.writeValueAsString(outcome(task)));
      out.flush();
    }
    // Whatever a command has left in a thread of its own ends with the test.
    Runtime.getRuntime().halt(0);
  }

  private static Outcome outcome(Task task) {
    return task.line.get(0).equals(RAW)
        ? send(Path.of(task.line.get(1)), task.line.get(2), task.typed)
        : Outcome.of(task.line.toArray(String[]::new));
  }

  private static Outcome send(Path keys, String resource, String message) {
    LinkSettings settings = new LinkSettings(Map.of(), Map.of(), Optional.of(keys));
    try (Transport link = new SystemTransports(settings).open(ResourceName.parse(resource))) {
      link.write(message.getBytes(StandardCharsets.US_ASCII), LONG);
      link.write("*ESE?".getBytes(StandardCharsets.US_ASCII), LONG);
      return new Outcome(0, new String(link.read(LONG), StandardCharsets.US_ASCII), "");
    } catch (TransportException refused) {
      return new Outcome(1, "", refused.getMessage());
    }
  }
}
