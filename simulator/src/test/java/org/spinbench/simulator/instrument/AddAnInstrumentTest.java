package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.rohdeschwarz.Sgs100a;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.simulator.instrument.rfsource.SimulatedSgs100a;

/** The example of the page "Adding an instrument", compiled and run as it stands there. */
@Tag("any-jdk")
class AddAnInstrumentTest {
  private static final Path PAGE = Path.of("..", "docs", "add-an-instrument.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("(?m)^[a-z ]*(?:class|record) (\\w+)");

  private static final String DRIVERS = "org.spinbench.drivers.";
  private static final String TESTS = "import org.junit.jupiter.api.*;\nimport java.util.*;\n";
  private static final String DRIVER =
      "package org.spinbench.drivers.rohdeschwarz;\n"
          + "import java.util.*;\n"
          + ("import " + DRIVERS + "instrument.*;\n")
          + ("import " + DRIVERS + "instrument.role.*;\n")
          + ("import static " + DRIVERS + "instrument.Units.*;\n")
          + ("import " + DRIVERS + "scpi.ScpiSession;\n")
          + ("import " + DRIVERS + "standin.Script;\n");
  private static final String TWIN =
      "package org.spinbench.simulator.instrument.rfsource;\n"
          + "import org.spinbench.simulator.instrument.*;\n"
          + "import org.spinbench.simulator.scpi.*;\n"
          + ("import " + DRIVERS + "instrument.*;\n")
          + ("import " + DRIVERS + "instrument.role.*;\n")
          + ("import " + DRIVERS + "rohdeschwarz.Smc100a;\n");

  @TempDir private static Path compiled;

  private static Class<?> driver;
  private static Class<?> twin;

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    String page = Files.readString(PAGE);
    Matcher matcher = BLOCK.matcher(page.substring(page.indexOf("\n## A driver in Java")));
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        blocks.add(matcher.group(2));
      }
    }
    return blocks;
  }

  private static JavaFileObject source(String name, String text) {
    URI uri = URI.create("string:///" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** Whole types alone: the others are lines for tables that exist. */
  private static List<JavaFileObject> sources() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String block : blocks("java")) {
      Matcher type = TYPE.matcher(block);
      if (type.find()) {
        String name = type.group(1);
        boolean ofDriver = name.equals("Smc100a") || name.equals("Smc100aTest");
        String tests = name.endsWith("Test") ? TESTS : "";
        sources.add(source(name, (ofDriver ? DRIVER : TWIN) + tests + block));
      }
    }
    return sources;
  }

  @BeforeAll
  static void everyTypeOfThePageCompiles() throws IOException, IllegalAccessException {
    List<JavaFileObject> sources = sources();
    assertEquals(5, sources.size(), "driver, twin and three tests");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options = List.of("-d", compiled.toString(), "-proc:none");
    assertTrue(compiler.getTask(said, null, null, options, null, sources).call(), said::toString);
    driver = defined(Sgs100a.class, "Smc100a");
    twin = defined(SimulatedSgs100a.class, "SimulatedSmc100a");
  }

  /** In the package of a neighbour, as if it had been compiled with it. */
  private static Class<?> defined(Class<?> neighbour, String name)
      throws IOException, IllegalAccessException {
    String place = neighbour.getPackageName().replace('.', '/') + "/" + name + ".class";
    byte[] bytes = Files.readAllBytes(compiled.resolve(place));
    return MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup()).defineClass(bytes);
  }

  private static SimulatedInstrument twin(Laboratory laboratory)
      throws ReflectiveOperationException {
    return (SimulatedInstrument)
        twin.getConstructor(Surroundings.class).newInstance(laboratory.surroundings(true));
  }

  @Test
  void theTwinAnswersAsTheTableOfThePageSays() throws IOException, ReflectiveOperationException {
    String table =
        blocks("").stream().filter(b -> b.startsWith("# source: ")).findFirst().orElseThrow();
    SimulatedInstrument instrument = twin(new Laboratory());
    Laboratory laboratory = new Laboratory();
    for (String line : table.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] cells = line.split("\\|");
      assertEquals(cells[1].strip(), laboratory.ask(instrument, cells[0].strip()), line);
      List<String> errors = new ArrayList<>();
      while (!instrument.queuedErrors().isEmpty()) {
        errors.add(laboratory.ask(instrument, "SYST:ERR?"));
      }
      assertEquals(cells[2].strip(), String.join(",", errors), line);
    }
  }

  @Test
  void theDriverDrivesTheTwin() throws ReflectiveOperationException {
    Laboratory laboratory = new Laboratory();
    SimulatedInstrument instrument = twin(laboratory);
    ScpiSession session = laboratory.session(instrument);
    RfSource source = (RfSource) driver.getMethod("on", ScpiSession.class).invoke(null, session);
    source.inspect();
    source.prepare();
    source.frequency().set(2.4e9);
    source.power().set(-10);
    source.output().set(true);
    assertTrue(instrument.energised());
    assertFalse(source.modulations().get(0).get());
    assertEquals(2.4e9, source.frequency().get());
    assertThrows(LimitException.class, () -> source.frequency().set(3.3e9));
    source.safe();
    assertFalse(instrument.energised());
    assertEquals(List.of(), session.errors());
  }
}
