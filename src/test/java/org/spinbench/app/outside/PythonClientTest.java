package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Spinbench;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.run.Json;

/** The Python package of the program, with the interpreter of this computer. */
@Timeout(300)
class PythonClientTest {
  private static final Path PACKAGE = Path.of("..", "python").toAbsolutePath().normalize();

  @TempDir Path folder;

  private String script(String name, List<String> modules, String... more) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Path runs = folder.resolve("measured");
    AtomicInteger code = new AtomicInteger(-1);
    Thread command =
        new Thread(
            () ->
                code.set(
                    Spinbench.execute(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        "dashboard",
                        "--json",
                        "--runs",
                        runs.toString())));
    command.start();
    String said;
    try {
      Eventually.holds("address", () -> out.toString().contains("\n"));
      String url = Json.tree(out.toString()).path("url").asText();
      List<String> arguments =
          new ArrayList<>(List.of(PACKAGE.resolve("src").toString(), url, runs.toString()));
      arguments.addAll(List.of(more));
      said = Outside.python(folder, name, modules, arguments.toArray(String[]::new));
    } finally {
      command.interrupt();
      command.join();
    }
    assertEquals(0, code.get(), err::toString);
    return said;
  }

  @Test
  void aRunIsStartedWatchedAndStopped() throws Exception {
    String said = script("dashboard_client.py", List.of("sqlite3"));
    assertTrue(said.contains("all is well"), said);
  }

  @Test
  @Tag("slow")
  void anOutsideProgramProposesByLines() throws Exception {
    String said = script("ask_lines.py", List.of("json"));
    assertTrue(said.contains("all is well"), said);
  }

  @Test
  @Tag("slow")
  void arraysEqualTheRunFileAndAnOptimiserDrives() throws Exception {
    String said = script("dashboard_arrays.py", List.of("numpy", "xarray", "scipy"));
    assertTrue(said.contains("all is well"), said);
  }

  /** The notebook of the examples trains two synapses on the bench, and plots. */
  @Test
  @Tag("slow")
  void theNotebookTrainsAndPlots() throws Exception {
    Path notebook = Path.of("../docs/examples/python/train-and-plot.ipynb").toAbsolutePath();
    String said =
        script(
            "notebook.py",
            List.of("numpy", "scipy", "xarray", "matplotlib"),
            notebook.normalize().toString());
    assertTrue(said.contains("all is well"), said);
  }

  @Test
  @Tag("slow")
  void itsTypesAreRight() throws Exception {
    Outside.requireInstalled("mypy", "Debian's package mypy");
    String said =
        Outside.run(
            folder,
            List.of(
                "mypy",
                "--strict",
                "--cache-dir=" + folder.resolve("cache"),
                PACKAGE.resolve("src/spinbench").toString()));
    assertTrue(said.contains("no issues found"), said);
  }

  /** The wheel is built without a network, and works in an environment that has nothing else. */
  @Test
  @Tag("slow")
  void itsWheelInstallsInACleanEnvironment() throws Exception {
    Path source = folder.resolve("package");
    copy(PACKAGE, source);
    String python = Outside.interpreter(List.of("build", "hatchling", "venv", "ensurepip"));
    Outside.run(
        folder, List.of(python, "-m", "build", "--wheel", "--no-isolation", source.toString()));
    Path wheel;
    try (Stream<Path> built = Files.list(source.resolve("dist"))) {
      wheel = built.filter(one -> one.toString().endsWith(".whl")).findAny().orElseThrow();
    }
    Path clean = folder.resolve("clean");
    Outside.run(folder, List.of(python, "-m", "venv", clean.toString()));
    String inside = clean.resolve("bin/python").toString();
    Outside.run(
        folder, List.of(inside, "-m", "pip", "install", "--quiet", "--no-index", wheel.toString()));
    String said =
        Outside.run(
            folder,
            List.of(
                inside,
                "-c",
                "import spinbench; print(spinbench.to_toml({'name': 'x', 'read': [{'reading': 'a.b'}]}))"));
    assertTrue(said.contains("[[\"read\"]]\n\"reading\" = \"a.b\""), said);
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String inside = from.relativize(file).toString();
        if (!inside.contains("__pycache__") && !inside.startsWith("dist")) {
          Path copy = to.resolve(inside);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }
}
