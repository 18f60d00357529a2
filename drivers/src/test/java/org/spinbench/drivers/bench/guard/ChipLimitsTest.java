package org.spinbench.drivers.bench.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;

/**
 * The device card of {@link StandInBench}: 400 µW and 0.25 V peak at a synapse of 50 Ω, behind 10
 * and 12 dB; 9 mA and 0.45 V in a neuron of 50 Ω with an amplifier of 1 mA limited to 9 mA; 8 mA in
 * a field line of 1 kΩ.
 */
final class ChipLimitsTest {
  private final StandInBench stand = new StandInBench();
  private final Bench bench = open(StandInBench.TOML);
  private final RfSource rf1 = (RfSource) bench.instruments().get("rf_1");
  private final RfSource rf2 = (RfSource) bench.instruments().get("rf_2");
  private final BiasSource bias1 = (BiasSource) bench.instruments().get("bias_1");
  private final BiasSource bias2 = (BiasSource) bench.instruments().get("bias_2");
  private final BiasSource field = field(1);

  private Bench open(String toml) {
    return Bench.open(BenchFile.parse(toml, "test.toml"), stand, new TestClock());
  }

  @AfterEach
  void close() {
    bench.close();
    assertTrue(stand.atRest());
  }

  private static void refused(String part, Runnable change) {
    LimitException e = assertThrows(LimitException.class, change::run);
    assertEquals(LimitException.Level.CHIP, e.level());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private BiasSource field(int channel) {
    return (BiasSource) ((Channels<?>) bench.instruments().get("field")).channel(channel);
  }

  @Test
  void oneToneMayHaveThePowerOfTheCard() {
    rf1.output().set(true);
    rf1.power().set(6.02);
    refused(
        "rf_1 power: 6.03 would bring the RF power of all tones together at the synapses of"
            + " chain 1 to 4.00",
        () -> rf1.power().set(6.03));
    assertEquals(6.02, stand.of("rf_1").number(":SOUR:POW"));
  }

  @Test
  void peakVoltagesOfAllTonesAddUp() {
    // 160 µW and 160 µW are 320 µW together, but √(2 · 160 µW · 50 Ω) = 0.1265 V each: 0.253 V
    rf1.power().set(2.04);
    rf2.power().set(4.04);
    rf1.output().set(true);
    refused("the peak of all RF voltages together", () -> rf2.output().set(true));
    assertEquals(0, stand.of("rf_2").number(":OUTP:STAT"));
    rf2.power().set(3.7);
    rf2.output().set(true);
    refused("lower one of the tones input 1, input 2", () -> rf1.power().set(2.3));
  }

  /** 1 µW of a neuron without a design is 63 µW and 0.0794 V peak behind 18 dB. */
  @Test
  void whatNeuronsSendToASynapseCountsBesideItsTones() {
    bench.close();
    BenchFile file =
        BenchFile.parse(
            StandInBench.TOML.replace(
                "tones = [\"neuron 1\"]", "tones = [\"neuron 1\", \"input 2\"]"),
            "mixed.toml");
    try (Bench mixed = Bench.open(file, stand, new TestClock())) {
      mixed.ports().tone(1, 330e6, 280e-6);
      refused(
          "the peak of all RF voltages together at the synapses of chain 2 to 0.25",
          () -> mixed.ports().tone(1, 330e6, 300e-6));
    }
  }

  /** 6.8 mA and 1 mA of the amplifier are 0.39 V, and 1 µW is 10 mV peak. */
  @Test
  void theRfOfANeuronCountsBesideItsBias() {
    bench.close();
    BenchFile file =
        BenchFile.parse(
            StandInBench.TOML
                .replace("absolute_voltage = 0.8", "absolute_voltage = 0.4")
                .replace("neuron_voltage = 0.45", "neuron_voltage = 0.4"),
            "weak.toml");
    try (Bench weak = Bench.open(file, stand, new TestClock())) {
      weak.ports().bias(0, 6.79e-3);
      refused(
          "the peak voltage across neuron 1, its own RF included, to 0.40",
          () -> weak.ports().bias(0, 6.81e-3));
    }
  }

  /** 100 µW of one and 300 µW of the other are at the limit of 400 µW. */
  private void bothTones() {
    rf1.power().set(0);
    rf2.power().set(-8);
    rf1.output().set(true);
    rf2.output().set(true);
  }

  @Test
  void aChangeThatIsNotConfirmedCountsWithTheLargerOfOldAndNew() {
    bothTones();
    List<String> order = new ArrayList<>();
    stand.of("rf_1").onMessage = () -> order.add("rf_1");
    stand.of("rf_2").onMessage = () -> order.add("rf_2");
    // Whether rf_1 takes its lower level or not, there is room for the other: nothing is waited
    // for.
    bench.together(
        () -> {
          rf1.power().set(-3);
          assertTrue(rf1.power().largest() == 0);
          rf2.power().set(-7);
          assertTrue(rf1.power().largest() == 0);
        });
    // Only when rf_1 has taken it there is: 6 dBm behind 12 dB are 251 µW.
    rf1.power().set(4);
    bench.together(
        () -> {
          rf1.power().set(-20);
          rf2.power().set(6);
          assertEquals(-20, rf1.power().largest());
        });
    assertEquals(List.of("rf_1", "rf_2", "rf_1", "rf_1", "rf_2"), order);
  }

  @Test
  void whatHasRoomOnlyBehindARefusedChangeIsNotSent() {
    bothTones();
    rf1.power().set(4);
    stand.of("rf_1").refused.add(":SOUR:POW");
    InstrumentErrorException e =
        assertThrows(
            InstrumentErrorException.class,
            () ->
                bench.together(
                    () -> {
                      rf1.power().set(-20);
                      rf2.power().set(6);
                    }));
    assertTrue(e.getMessage().startsWith("rf_1 refused"), e.getMessage());
    assertEquals(-8, stand.of("rf_2").number(":SOUR:POW"));
    stand.of("rf_1").refused.clear();
  }

  @Test
  void aToneThatIsOffDoesNotCount() {
    rf1.power().set(8);
    refused("would bring", () -> rf1.output().set(true));
    rf1.power().set(6);
    rf1.output().set(true);
    rf2.power().set(20);
    refused("would bring", () -> rf2.output().set(true));
    rf1.output().set(false);
    rf2.power().set(8);
    rf2.output().set(true);
  }

  @Test
  void theAmplifierCountsUpToItsLimiter() {
    bias2.output().set(true);
    bias2.level().set(8e-3);
    bias2.level().set(9e-3);
    refused("the current in neuron 2, amplifier included,", () -> bias2.level().set(9.1e-3));
    refused("the current in neuron 2", () -> bias2.level().set(-9.1e-3));
  }

  @Test
  void theVoltageAcrossANeuronIsLimitedToo() {
    BenchFile tight =
        BenchFile.parse(
            StandInBench.TOML.replace("neuron_voltage = 0.45", "neuron_voltage = 0.3"), "t");
    try (Bench other = Bench.open(tight, stand, new TestClock())) {
      BiasSource source = (BiasSource) other.instruments().get("bias_2");
      source.output().set(true);
      source.level().set(5e-3);
      refused("the voltage across neuron 2", () -> source.level().set(5.1e-3));
    }
  }

  @Test
  void withMeasuredCouplingThereIsNoAmplifier() {
    String toml = StandInBench.TOML.replace("neuron_current = 9e-3", "neuron_current = 8e-3");
    try (Bench analog = open(toml)) {
      BiasSource source = (BiasSource) analog.instruments().get("bias_2");
      source.output().set(true);
      refused("neuron 2", () -> source.level().set(7.5e-3));
    }
    try (Bench measured = open(toml.replace("mode = \"analog\"", "mode = \"measured\""))) {
      BiasSource source = (BiasSource) measured.instruments().get("bias_2");
      source.output().set(true);
      source.level().set(7.5e-3);
    }
  }

  @Test
  void aBiasIsJudgedWhileItsOutputIsOff() {
    refused("bias_2 current: 0.0091 would bring", () -> bias2.level().set(9.1e-3));
    bias2.level().set(9e-3);
    bias2.output().set(true);
  }

  @Test
  void aBiasThatWasFoundTooHighIsNotSwitchedOn() {
    stand.of("bias_2").values.put(":SOUR:LEV", "+12.0000E-3");
    try (Bench found = open(StandInBench.TOML)) {
      BiasSource source = (BiasSource) found.instruments().get("bias_2");
      refused("bias_2 output: 1.0 would bring", () -> source.output().set(true));
      source.level().set(11e-3);
      refused("bias_2 output", () -> source.output().set(true));
      source.level().set(9e-3);
      source.output().set(true);
    }
  }

  @Test
  void fieldLinesHaveALimitInBothDirections() {
    field.level().set(8);
    field.level().set(-8);
    refused("the current in the field line of synapse 1", () -> field.level().set(8.001));
    refused("choose a smaller field", () -> field.level().set(-8.001));
  }

  @Test
  void aLoadFoundAboveItsLimitMayOnlyFall() {
    stand.of("bias_2").values.put(":OUTP", "1");
    stand.of("bias_2").values.put(":SOUR:LEV", "+11.0000E-3");
    try (Bench found = open(StandInBench.TOML)) {
      BiasSource source = (BiasSource) found.instruments().get("bias_2");
      refused("neuron 2", () -> source.level().set(11.5e-3));
      source.level().set(10e-3);
      refused("neuron 2", () -> source.level().set(10.5e-3));
      source.output().set(false);
    }
  }

  /** What the test itself knows of the state; written apart from the code under test. */
  private static final class Model {
    double[] dbm = {-30, -30};
    boolean[] rf = new boolean[2];
    double[] bias = new double[2];
    boolean[] on = new boolean[2];
    double[] volts = new double[3];

    Model copy() {
      Model copy = new Model();
      copy.dbm = dbm.clone();
      copy.rf = rf.clone();
      copy.bias = bias.clone();
      copy.on = on.clone();
      copy.volts = volts.clone();
      return copy;
    }

    /** How far the worst load is from its limit; above 1 the card is exceeded. */
    double worst() {
      double[] loss = {10, 12};
      double power = 0;
      double peak = 0;
      for (int i = 0; i < 2; i++) {
        double watts = rf[i] ? 1e-3 * Math.pow(10, (dbm[i] - loss[i]) / 10) : 0;
        power += watts;
        peak += Math.sqrt(2 * watts * 50);
      }
      double worst = Math.max(power / 400e-6, peak / 0.25);
      for (int n = 0; n < 2; n++) {
        double current = on[n] ? Math.abs(bias[n]) : 0;
        double most = Math.max(current, Math.min(current + 1e-3, 9e-3));
        worst = Math.max(worst, Math.max(most / 9e-3, most * 50 / 0.45));
      }
      for (double v : volts) {
        worst = Math.max(worst, Math.abs(v) / 1000 / 8e-3);
      }
      return worst;
    }
  }

  @Test
  void noSequenceOfAcceptedSettingsExceedsTheCardAndNoneWithinItIsRefused() {
    RfSource[] rf = {rf1, rf2};
    BiasSource[] bias = {bias1, bias2};
    BiasSource[] fields = {field(1), field(2), field(5)};
    for (long seed = 1; seed <= 20; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      bench.ports().rest();
      Model model = new Model();
      model.dbm = new double[] {-120, -120};
      int accepted = 0;
      int refused = 0;
      for (int k = 0; k < 200; k++) {
        Model next = model.copy();
        int i = random.nextInt(2);
        Model judged = null;
        Runnable change;
        switch (random.nextInt(5)) {
          case 0 -> {
            next.dbm[i] = Math.rint(random.nextDouble(-1, 8) * 100) / 100;
            change = () -> rf[i].power().set(next.dbm[i]);
          }
          case 1 -> {
            next.rf[i] = random.nextBoolean();
            change = () -> rf[i].output().set(next.rf[i]);
          }
          case 2 -> {
            next.bias[i] = random.nextDouble(0, i == 0 ? 8.5e-3 : 12e-3);
            judged = next.copy();
            judged.on[i] = true;
            change = () -> bias[i].level().set(next.bias[i]);
          }
          case 3 -> {
            next.on[i] = random.nextBoolean();
            change = () -> bias[i].output().set(next.on[i]);
          }
          default -> {
            int line = random.nextInt(3);
            next.volts[line] = random.nextDouble(-9, 9);
            change = () -> fields[line].level().set(next.volts[line]);
          }
        }
        boolean allowed = (judged == null ? next : judged).worst() <= 1;
        try {
          change.run();
          assertTrue(allowed, "accepted at " + next.worst());
          model = next;
          accepted++;
        } catch (LimitException e) {
          assertFalse(allowed, () -> "refused at " + next.worst() + ": " + e.getMessage());
          refused++;
        }
        assertTrue(asSent(model).worst() <= 1 + 1e-9);
      }
      assertTrue(accepted > 50 && refused > 5, accepted + " accepted, " + refused + " refused");
    }
  }

  /** The state as the instruments have it. */
  private Model asSent(Model like) {
    Model sent = like.copy();
    for (int i = 0; i < 2; i++) {
      sent.dbm[i] = stand.of("rf_" + (i + 1)).number(":SOUR:POW");
      sent.rf[i] = stand.of("rf_" + (i + 1)).number(":OUTP:STAT") == 1;
      sent.bias[i] = stand.of("bias_" + (i + 1)).number(":SOUR:LEV");
      sent.on[i] = stand.of("bias_" + (i + 1)).number(":OUTP") == 1;
    }
    List<Double> volts = new ArrayList<>();
    for (int channel : new int[] {1, 2, 5}) {
      volts.add(stand.of("field").number(":SOUR" + channel + ":VOLT"));
    }
    sent.volts = volts.stream().mapToDouble(Double::doubleValue).toArray();
    return sent;
  }
}
