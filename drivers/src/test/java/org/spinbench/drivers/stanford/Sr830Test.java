package org.spinbench.drivers.stanford;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.LockIn.Phasor;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.Script;

final class Sr830Test {
  private final Script script =
      new Script(Sr830.DIALECT, "Stanford_Research_Systems,SR830,s/n12345,ver1.07");
  private final Sr830 lockIn = new Sr830(script.session());

  private void prepare() {
    script
        .command("FMOD 1")
        .command("HARM 1")
        .command("ISRC 1")
        .command("SENS 17")
        .command("OFLT 8")
        .command("OEXP 1,0,0")
        .command("OEXP 2,0,0")
        .query("LIAS?", "4");
    lockIn.prepare(1e-3, 0.1);
    script.done();
  }

  private Phasor read(String values, String status) {
    script.query("SNAP? 1,2", values).query("LIAS?", status);
    return lockIn.read();
  }

  @Test
  void prepareMakesItMeasureWithItsOwnOscillator() {
    prepare();
    lockIn.prepare(1e-3, 0.1);
    script.done();
  }

  @Test
  void aReadingHasBothFormsRangeTimeConstantAndNoise() {
    prepare();
    script.query("OFSL?", "1");
    Phasor phasor = read("0.0003,-0.0004", "0");
    script.done();
    assertEquals(3e-4, phasor.x().value());
    assertEquals(-4e-4, phasor.y().value());
    assertEquals(5e-4, phasor.r().value(), 1e-15);
    assertEquals(-53.130102, phasor.theta().value(), 1e-6);
    assertEquals(Unit.VOLT, phasor.x().unit());
    assertEquals(Unit.DEGREE, phasor.theta().unit());
    assertEquals(1e-3, phasor.x().range());
    assertEquals(0.1, phasor.r().integration());
    assertEquals(Instant.EPOCH, phasor.y().time());
    assertFalse(phasor.x().overload());
    double noise = 6e-9 * Math.sqrt(1.25);
    assertEquals(noise, phasor.x().uncertainty(), 1e-15, "12 dB/oct: 1/8 of 1/0.1 s");
    assertEquals(Math.toDegrees(noise / 5e-4), phasor.theta().uncertainty(), 1e-9);
  }

  @Test
  void withoutSignalThePhaseIsAnything() {
    prepare();
    script.query("OFSL?", "1");
    assertEquals(103.923, read("0,0", "0").theta().uncertainty(), 1e-3);
  }

  @Test
  void inputFilterAndOutputOverloadsAreReported() {
    prepare();
    script.query("OFSL?", "1");
    for (String status : new String[] {"1", "2", "4"}) {
      Phasor phasor = read("0.001,0", status);
      assertTrue(phasor.x().overload() && phasor.theta().overload(), status);
    }
    assertFalse(read("0.001,0", "16").r().overload());
  }

  @Test
  void aLostReferenceIsAnError() {
    prepare();
    script.query("OFSL?", "1");
    SettingException e = assertThrows(SettingException.class, () -> read("0.001,0", "8"));
    assertTrue(e.getMessage().contains("not locked"), e.getMessage());
  }

  @Test
  void anAnswerWithoutAReadingIsAnError() {
    prepare();
    script.query("OFSL?", "1");
    SettingException e = assertThrows(SettingException.class, () -> read("0.001", "0"));
    assertTrue(e.getMessage().contains("\"0.001\""), e.getMessage());
    assertThrows(SettingException.class, () -> read("x,y", "0"));
  }

  @Test
  void theBufferIsReadAsText() {
    script
        .command("DDEF 1,0,0")
        .command("DDEF 2,0,0")
        .command("SEND 0")
        .command("SRAT 7")
        .command("REST")
        .command("STRT")
        .query("SPTS?", "2")
        .query("SPTS?", "3")
        .command("PAUS")
        .query("TRCA? 1,0,3", "0.001,0.002,-1e-05,")
        .query("TRCA? 2,0,3", "0,0,0,");
    LockInSamples samples = lockIn.record(8, 3);
    script.done();
    assertArrayEquals(new double[] {1e-3, 2e-3, -1e-5}, samples.x());
    assertArrayEquals(new double[3], samples.y());
    assertEquals(0.125, samples.interval());
    assertEquals(Instant.EPOCH.plusMillis(250 + 125), samples.time());
  }

  @Test
  void tooFewSamplesAreAnError() {
    theBufferIsReadAsText();
    script
        .command("REST")
        .command("STRT")
        .query("SPTS?", "2")
        .command("PAUS")
        .query("TRCA? 1,0,2", "0.001,");
    SettingException e = assertThrows(SettingException.class, () -> lockIn.record(8, 2));
    assertTrue(e.getMessage().contains("1 samples instead of 2"), e.getMessage());
  }

  @Test
  void valuesOutsideTheModelAreRefused() {
    LimitException e = assertThrows(LimitException.class, () -> lockIn.sensitivity().set(3e-3));
    assertTrue(e.getMessage().contains("not one of"), e.getMessage());
    e = assertThrows(LimitException.class, () -> lockIn.frequency().set(103e3));
    assertTrue(e.getMessage().contains("103000.0 Hz"), e.getMessage());
    assertThrows(LimitException.class, () -> lockIn.amplitude().set(0));
    assertThrows(LimitException.class, () -> lockIn.timeConstant().set(2));
    script.done();
  }

  @Test
  void whatItRefusesIsInItsEventRegister() {
    script.refusal("FREQ 2000", "16").query("*ESR?", "0");
    InstrumentErrorException e =
        assertThrows(InstrumentErrorException.class, () -> lockIn.frequency().set(2000));
    assertTrue(e.getMessage().contains("-200"), e.getMessage());
    script.done();
  }

  @Test
  void inspectAsksForReferenceFrequencyAndAmplitude() {
    script.query("FMOD?", "0").query("FREQ?", "1000").query("SLVL?", "0.004");
    lockIn.inspect();
    script.done();
    assertEquals("EXT", lockIn.referenceSource().words().get(0));
  }

  /** It would take the largest harmonic that it can detect instead, and say nothing. */
  @Test
  void aHarmonicBeyondTheHighestFrequencyIsRefused() {
    NumberSetting harmonic = null;
    for (Setting setting : lockIn.settings()) {
      harmonic = setting.name().equals("harmonic") ? (NumberSetting) setting : harmonic;
    }
    NumberSetting number = harmonic;
    script.query("FREQ?", "1000").command("HARM 102");
    lockIn.frequency().get();
    LimitException e = assertThrows(LimitException.class, () -> number.set(103));
    assertTrue(e.getMessage().contains("103.0 is outside 1.0 to 102.0"), e.getMessage());
    number.set(102);
    assertThrows(LimitException.class, () -> lockIn.frequency().set(1001));
    script.command("HARM 2").command("FREQ 51000");
    number.set(2);
    lockIn.frequency().set(51e3);
    assertThrows(LimitException.class, () -> number.set(3));
    script.done();
  }

  @Test
  void safeIsTheLowestAmplitude() {
    script.command("SLVL 0.004").query("SLVL?", "0.004");
    lockIn.safe();
    script.done();
  }

  @Test
  void everySettingIsAskedOnce() {
    String[] questions = {
      "FMOD?", "FREQ?", "PHAS?", "HARM?", "SLVL?", "RSLP?", "SENS?", "OFLT?", "OFSL?", "ISRC?",
      "IGND?", "ICPL?", "ILIN?", "RMOD?", "SYNC?", "OEXP? 1", "OEXP? 2", "DDEF? 1", "DDEF? 2",
      "SRAT?", "SEND?", "TSTR?"
    };
    for (String question : questions) {
      script.query(question, "0");
    }
    for (Setting setting : lockIn.settings()) {
      assertEquals("0", setting.ask());
    }
    script.done();
  }

  @Test
  void theAuxiliaryOutputsComeToRestToo() {
    script.command("SLVL 0.004").query("SLVL?", "0.004");
    script.query("AUXV? 1", "0.000").query("AUXV? 1", "0.000");
    script.query("AUXV? 2", "-5.000").command("AUXV 2,0").query("AUXV? 2", "0.000");
    script.query("AUXV? 4", "0.000").query("AUXV? 4", "0.000");
    lockIn.safe(new Rest(true, Set.of(lockIn.name() + ".aux_out_3")));
    script.done();
  }

  @Test
  void phaseIsSetAndAsked() {
    script.command("PHAS -90.12").query("PHAS?", "-90.12");
    lockIn.phase().set(-90.123);
    assertEquals(-90.12, lockIn.phase().get());
    script.done();
  }
}
