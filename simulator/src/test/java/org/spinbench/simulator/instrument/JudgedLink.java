package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Language;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.SimulatedModel;

/**
 * A link to a twin on which a bench server's judge looks at every message. What the judge refuses,
 * no client of a bench server could send: the test fails, because our own driver sent it.
 */
final class JudgedLink implements Transport {
  private static final String DEFAULT = text();
  private static final SimulatedBench OTHERS =
      new SimulatedBench(BenchFile.parse(DEFAULT, "others"), 1);

  /** What instruments call themselves, where a bench file calls them otherwise. */
  private static final Map<String, String> FAMILIES =
      Map.of("GS21", "GS200", "FSV", "FSV", "FSW", "FSW", "NRP", "NRP", "U204", "U2040X");

  /** A message of one form, whatever its numbers, is judged so often by one link. */
  private static final int ENOUGH = 3;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?(,[-+]?[0-9.]+([eE][-+]?[0-9]+)?)*+");

  /** What a contract sends to be rejected. */
  private static final Pattern BEYOND = Pattern.compile("9E29|E23");

  /** Why a contract's sweep of a SynthHD is refused that is switched on and was not made ready. */
  private static final String NOT_READY = "prepare the sweep first";

  private final InProcess inner;
  private final String model;
  private final Judge judge;
  private final Map<String, Integer> forms = new HashMap<>();
  private boolean judged;

  private JudgedLink(InProcess inner, String model, Judge judge) {
    this.inner = inner;
    this.model = model;
    this.judge = judge;
  }

  private static String text() {
    try {
      return Files.readString(Path.of("../experiments/benches/nine-junction.toml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A link to a twin that nothing is wired to; not judged if no bench file can name its model. */
  static Transport to(
      SimulatedInstrument twin, ResourceName name, Clock clock, Dialect dialect, String more) {
    String model = model(twin, dialect);
    if (SimulatedModel.of(model).isEmpty() && !more.contains("[drivers." + model + "]")) {
      return new InProcess(name, twin.endpoint());
    }
    BenchFile file =
        BenchFile.parse(
            DEFAULT
                + "\n[instruments.it]\nmodel = \""
                + model
                + "\"\nresource = \""
                + name
                + "\"\n"
                + more,
            "bench of " + model);
    Judge judge =
        new Judge(
            file,
            opened ->
                opened.equals(name) ? new InProcess(opened, twin.endpoint()) : OTHERS.open(opened),
            clock);
    return new JudgedLink(new InProcess(name, twin.endpoint()), model, judge);
  }

  private static String model(SimulatedInstrument twin, Dialect dialect) {
    if (dialect.language() == Language.LETTERS) {
      return "SynthHD";
    }
    String said = MessageTable.exchange(twin.endpoint(), "*IDN?").split(",")[1];
    String model = said.strip().replaceFirst("(?i)^model ", "");
    return FAMILIES.keySet().stream()
        .filter(model::startsWith)
        .findFirst()
        .map(FAMILIES::get)
        .orElse(model);
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    String text = new String(message, StandardCharsets.ISO_8859_1).strip();
    judged = text.matches("[C][01]") || forms.merge(form(text), 1, Integer::sum) <= ENOUGH;
    if (judged && !BEYOND.matcher(text).find()) {
      try {
        judge.pass("it", this, message, passed -> {});
      } catch (SettingException | IllegalArgumentException refused) {
        assertTrue(
            refused.getMessage().contains(NOT_READY), () -> model + ": " + text + ": " + refused);
      }
    }
    inner.write(message, timeout);
    return timeout;
  }

  private static String form(String text) {
    return NUMBER.matcher(text).replaceAll("#");
  }

  @Override
  public byte[] read(Duration timeout) {
    byte[] response = inner.read(timeout);
    if (judged) {
      judge.answered("it", response);
    }
    return response;
  }

  @Override
  public boolean clear() {
    return inner.clear();
  }

  @Override
  public boolean tellsAnswersApart() {
    return inner.tellsAnswersApart();
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    return inner.serialPoll(timeout);
  }

  @Override
  public boolean trigger() {
    return inner.trigger();
  }

  @Override
  public void close() {
    inner.close();
    judge.forget();
  }
}
