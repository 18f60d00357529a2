package org.spinbench.drivers.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.InstrumentErrorException;

/**
 * What every driver keeps to with every instrument of its model, simulated or real. A real one must
 * have nothing connected to its outputs. Each test gets an instrument of its own from {@link
 * #open}, or the same one again if it is real.
 *
 * @param <R> role, or driver if a test of the model needs more than its role
 */
public abstract class InstrumentContract<R extends Instrument> {
  private static final int VALUES = 1000;

  /** Relative: a double has passed through decimals and back, perhaps through another unit. */
  private static final double ROUNDING = 1e-12;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_250_101);

  /** A driver on an open session. */
  protected abstract R open();

  /** The setting that stands for what the instrument is for; any large number is beyond it. */
  protected abstract NumberSetting principal(R instrument);

  /** Whether anything comes out; what the instrument says of itself, unless it is simulated. */
  protected boolean energised(R instrument) {
    return false;
  }

  /** Brings it where its settings can be set one by one. */
  protected void makeSettable(R instrument) {
    instrument.inspect();
  }

  /** Brings it where this one can be set, if that is not where the others can. */
  protected void makeSettable(R instrument, Setting setting) {}

  /** Names of settings that are not set one by one, each with the reason. */
  protected Map<String, String> leftAlone() {
    return Map.of("output", "it would put something out");
  }

  /** The part of a number's range in which any value can be set in the state of the test. */
  protected double[] settable(NumberSetting setting) {
    return new double[] {setting.minimum(), setting.maximum()};
  }

  /**
   * How far a number may come back from what was set: half of the resolution that the driver
   * declares, and the rounding of its decimals.
   */
  protected double tolerance(NumberSetting setting, double value) {
    return 0.5 * setting.resolution() + ROUNDING * Math.abs(value);
  }

  /** A setting by its name, without the channel. */
  protected static <S extends Setting> S setting(
      Instrument instrument, String name, Class<S> kind) {
    for (Setting setting : instrument.settings()) {
      if (isCalled(setting, name)) {
        return kind.cast(setting);
      }
    }
    throw new AssertionError("no setting " + name);
  }

  private boolean isLeftAlone(Setting setting) {
    return leftAlone().keySet().stream().anyMatch(name -> isCalled(setting, name));
  }

  private static boolean isCalled(Setting setting, String name) {
    return setting.name().equals(name) || setting.name().endsWith(" " + name);
  }

  private List<NumberSetting> numbers(R instrument) {
    List<NumberSetting> numbers = new ArrayList<>();
    for (Setting setting : instrument.settings()) {
      if (setting instanceof NumberSetting number && !isLeftAlone(setting)) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  @Test
  final void makingADriverSendsNothing() {
    R instrument = open();
    long opened = instrument.session().messagesSent();
    assertFalse(instrument.name().isEmpty());
    assertTrue(instrument.settings().iterator().hasNext());
    assertEquals(opened, instrument.session().messagesSent());
  }

  /** Options that it finds may bring settings that were not there. */
  @Test
  final void inspectChangesNothing() {
    R instrument = open();
    instrument.session().errors();
    Map<String, String> before = instrument.settings().snapshot();
    instrument.inspect();
    Map<String, String> after = new LinkedHashMap<>(instrument.settings().snapshot());
    after.keySet().retainAll(before.keySet());
    assertEquals(before, after);
    assertEquals(List.of(), instrument.session().errors());
  }

  @Test
  final void everyNumberComesBackWithinItsResolution(TestReporter reporter) {
    R instrument = open();
    makeSettable(instrument);
    List<NumberSetting> numbers = numbers(instrument);
    for (NumberSetting number : numbers) {
      makeSettable(instrument, number);
      double before = number.get();
      for (int k = 0; k < VALUES; k++) {
        double value = randomOf(number);
        number.set(value);
        assertEquals(value, number.get(), tolerance(number, value), number.label());
      }
      number.set(before);
    }
    assertEquals(List.of(), instrument.session().errors());
    reporter.publishEntry(
        Map.of(
            "model", instrument.session().identity().model(),
            "numbers tried", Integer.toString(numbers.size()),
            "numbers left alone", leftAloneNumbers(instrument).toString()));
  }

  private Map<String, String> leftAloneNumbers(R instrument) {
    Map<String, String> reasons = new TreeMap<>();
    for (Setting setting : instrument.settings()) {
      leftAlone().entrySet().stream()
          .filter(entry -> setting instanceof NumberSetting && isCalled(setting, entry.getKey()))
          .forEach(entry -> reasons.put(setting.name(), entry.getValue()));
    }
    return reasons;
  }

  /** Half of the values are spread over the decades, where a range has decades. */
  private double randomOf(NumberSetting number) {
    double[] values = number.values();
    if (values.length > 0) {
      return values[random.nextInt(values.length)];
    }
    double[] range = settable(number);
    double value = range[0] + (range[1] - range[0]) * random.nextDouble();
    if (random.nextBoolean()) {
      value *= StrictMath.pow(10, -6 * random.nextDouble());
    }
    return value >= range[0] && value <= range[1] ? value : range[random.nextInt(2)];
  }

  @Test
  final void everyWordAndSwitchComesBack() {
    R instrument = open();
    makeSettable(instrument);
    for (Setting setting : instrument.settings()) {
      if (isLeftAlone(setting)) {
        continue;
      }
      makeSettable(instrument, setting);
      if (setting instanceof ChoiceSetting choice) {
        String before = choice.get();
        for (String word : choice.words()) {
          choice.set(word);
          assertEquals(word, choice.get(), choice.label());
        }
        choice.set(before);
      } else if (setting instanceof SwitchSetting onOff) {
        boolean before = onOff.get();
        for (boolean state : new boolean[] {!before, before}) {
          onOff.set(state);
          assertEquals(state, onOff.get(), onOff.label());
        }
      }
    }
    assertEquals(List.of(), instrument.session().errors());
  }

  @Test
  final void whatIsOutOfRangeIsNamedAndNotSent() {
    R instrument = open();
    instrument.inspect();
    long sent = instrument.session().messagesSent();
    for (Setting setting : instrument.settings()) {
      if (setting instanceof NumberSetting number) {
        double beyond = Math.abs(number.maximum()) + Math.abs(number.minimum()) + 1;
        for (double value : new double[] {number.maximum() + beyond, number.minimum() - beyond}) {
          LimitException e = assertThrows(LimitException.class, () -> number.set(value));
          String message = e.getMessage();
          assertTrue(message.startsWith(number.label() + ": "), message);
          assertTrue(message.contains(number.unit().symbol()), message);
          if (e.level() == LimitException.Level.CHIP) {
            assertTrue(value > 0 && message.contains(" is more than "), message);
            assertTrue(message.contains("the device card"), message);
          } else {
            assertTrue(message.contains("outside") || message.contains("not one of"), message);
            assertEquals(LimitException.Level.INSTRUMENT, e.level(), message);
          }
        }
        assertThrows(LimitException.class, () -> number.set(Double.NaN));
        assertThrows(LimitException.class, () -> number.set(Double.NEGATIVE_INFINITY));
        if (!number.canBeUnlimited()) {
          assertThrows(LimitException.class, () -> number.set(Double.POSITIVE_INFINITY));
        }
      } else if (setting instanceof ChoiceSetting choice) {
        assertThrows(LimitException.class, () -> choice.set("NEVER"));
      }
    }
    assertEquals(sent, instrument.session().messagesSent());
  }

  @Test
  final void aStationsLimitIsNamedAndNothingIsSent() {
    R instrument = open();
    instrument.inspect();
    NumberSetting principal = principal(instrument);
    double middle = principal.minimum() / 2 + principal.maximum() / 2;
    String name = principal.name().replaceFirst("^channel \\d+ ", "");
    double value = principal.maximum();
    instrument.settings().limit(name, principal.minimum(), middle);
    long sent = instrument.session().messagesSent();
    LimitException e = assertThrows(LimitException.class, () -> principal.set(value));
    assertEquals(LimitException.Level.STATION, e.level());
    assertTrue(e.getMessage().contains("limits." + name), e.getMessage());
    assertEquals(sent, instrument.session().messagesSent());
  }

  /** The driver is made to believe that the instrument can do more than it can. */
  @Test
  final void whatTheInstrumentRejectsHasItsErrorNumber() {
    R instrument = open();
    makeSettable(instrument);
    NumberSetting principal = principal(instrument);
    double before = principal.get();
    principal.range(-1e30, 1e30);
    if (instrument.session().reportsErrors()) {
      InstrumentErrorException e =
          assertThrows(InstrumentErrorException.class, () -> principal.set(9e29));
      assertTrue(e.errors().get(0).number() != 0, e.getMessage());
      assertTrue(e.getMessage().contains("9E29") || e.getMessage().contains("E23"), e.getMessage());
    } else {
      assertThrows(SettingException.class, () -> principal.set(9e29));
    }
    assertEquals(before, principal.get(), principal.label());
    assertEquals(List.of(), instrument.session().errors());
  }

  @Test
  final void whatIsAtRestIsLeftAtRest() {
    R instrument = open();
    instrument.inspect();
    instrument.safe();
    assertFalse(energised(instrument));
    Map<String, String> before = instrument.settings().snapshot();
    instrument.safe();
    assertEquals(before, instrument.settings().snapshot());
    assertEquals(List.of(), instrument.session().errors());
  }

  /** A reading says where, when and in what unit. */
  protected static void assertComplete(Reading reading, Instrument instrument, Unit unit) {
    assertEquals(instrument.name(), reading.source());
    assertFalse(reading.quantity().isEmpty());
    assertEquals(unit, reading.unit());
    assertFalse(Double.isNaN(reading.value()));
    assertTrue(reading.uncertainty() >= 0, "uncertainty " + reading.uncertainty());
    assertRecent(reading.time(), instrument);
  }

  /** A time stamp is of the last minute. */
  protected static void assertRecent(Instant time, Instrument instrument) {
    Instant now = instrument.session().clock().now();
    assertFalse(time.isAfter(now), time + " is yet to come");
    assertTrue(time.plusSeconds(60).isAfter(now), time + " is long ago");
  }
}
