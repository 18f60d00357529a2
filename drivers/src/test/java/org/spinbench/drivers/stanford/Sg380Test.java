package org.spinbench.drivers.stanford;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.Script;

final class Sg380Test {
  private final Script script = model("SG384");
  private final Sg380 source = Sg380.on(script.session());

  private static Script model(String model) {
    return new Script(Sg380.DIALECT, "Stanford Research Systems," + model + ",s/n1,ver1.21.26");
  }

  @Test
  void makingADriverSendsNothing() {
    script.done();
    assertEquals("it", source.name());
  }

  @ParameterizedTest
  @CsvSource({"SG382, 2.025e9", "SG384, 4.05e9", "SG386, 6.075e9"})
  void theModelSaysHowHighItGoes(String model, double highest) {
    Script one = model(model);
    Sg380 driver = Sg380.on(one.session());
    one.command("FREQ " + highest);
    driver.frequency().set(highest);
    assertThrows(LimitException.class, () -> driver.frequency().set(highest + 1));
    assertThrows(LimitException.class, () -> driver.frequency().set(949e3));
    one.done();
  }

  @Test
  void settingsAreSentToTheResolutionOfTheInstrument() {
    script
        .command("FREQ 250000000.000001")
        .command("AMPR -7.96")
        .command("ENBR 1")
        .command("ENBR 0");
    source.frequency().set(250e6 + 1.1e-6);
    source.power().set(-7.958800173440752);
    source.output().set(true);
    source.output().set(false);
    assertThrows(LimitException.class, () -> source.power().set(16.51));
    assertThrows(LimitException.class, () -> source.power().set(-110.01));
    script.done();
  }

  private void found(String output, String modulation) {
    script
        .query("OPTN? 3", "0")
        .query("FREQ?", "2520000000")
        .query("AMPR?", "-14.00")
        .query("ENBR?", output)
        .query("MODL?", modulation);
    if (output.equals("0") || modulation.equals("0")) {
      script.query("LSTE?", "0");
    }
  }

  @Test
  void aLiveModulatedOutputIsNoToneAndASilentOneIsPrepared() {
    found("1", "1");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it modulation is on"), e.getMessage());
    found("0", "1");
    source.inspect();
    script.command("MODL 0");
    source.prepare();
    source.prepare();
    script.done();
  }

  @Test
  void withoutItsOptionThereIsNoModulationOfQuadratures() {
    found("0", "0");
    source.inspect();
    LimitException e = assertThrows(LimitException.class, () -> source.modulationType().set("IQ"));
    assertTrue(e.getMessage().contains("IQ is not one of AM, FM, PM,"), e.getMessage());
    script.command("TYPE 5");
    source.modulationType().set("BLANK");
    script
        .query("OPTN? 3", "1")
        .query("FREQ?", "2520000000")
        .query("AMPR?", "-14.00")
        .query("ENBR?", "0")
        .query("MODL?", "0")
        .query("LSTE?", "0")
        .command("TYPE 6");
    source.inspect();
    source.modulationType().set("IQ");
    script.done();
  }

  @ParameterizedTest
  @CsvSource({"10, Illegal value", "12, Not allowed", "16, IQ option missing", "45, Hardware"})
  void aRefusalHasItsNumberAndItsMeaning(int number, String meaning) {
    script.refusal("AMPR 16.5", Integer.toString(number)).query("LERR?", "0");
    InstrumentErrorException e =
        assertThrows(InstrumentErrorException.class, () -> source.power().set(16.5));
    assertEquals(number, e.errors().get(0).number());
    assertTrue(e.getMessage().contains(meaning), e.getMessage());
    script.done();
  }

  @Test
  void safeLowersTheLevelSwitchesOffAndAsksForBoth() {
    script.query("LSTE?", "0");
    script.command("AMPR -110").command("ENBR 0").query("ENBR?", "0").query("AMPR?", "-110.00");
    source.safe();
    script.command("AMPR -110").command("ENBR 0").query("ENBR?", "1").query("AMPR?", "-110.00");
    assertThrows(NotAtRestException.class, source::safe);
    script.done();
  }

  @Test
  void everyOtherOutputComesToRestToo() {
    assertEquals(
        List.of("it", "it.bnc_output", "it.bnc_offset", "it.rear_offset"),
        source.outputs().stream().map(Output::name).toList());
    script.query("LSTE?", "0");
    script.command("AMPR -110").command("ENBR 0").query("ENBR?", "0").query("AMPR?", "-110.00");
    script.command("ENBL 0").query("ENBL?", "0");
    script.command("OFSL 0").query("OFSL?", "0.00");
    script.command("OFSD 0").query("OFSD?", "2.50");
    Rest every = new Rest(true, Set.of());
    NotAtRestException e = assertThrows(NotAtRestException.class, () -> source.safe(every));
    assertTrue(e.getMessage().contains("it rear_offset zero"), e.getMessage());
    script.done();
  }

  @Test
  void anOutputThatIsLeftIsNotTouched() {
    source.safe(new Rest(true, Set.of("it")));
    script.done();
    script.query("LSTE?", "0");
    script.command("AMPR -110").command("ENBR 0").query("ENBR?", "0").query("AMPR?", "-110.00");
    script.command("OFSL 0").query("OFSL?", "0.00");
    source.safe(new Rest(true, Set.of("it.bnc_output", "it.rear_offset")));
    script.done();
  }

  private static String state(int number, String hertz) {
    return "LSTP " + number + "," + hertz + ",N".repeat(14);
  }

  @Test
  void aListIsSentOnceAndGoneThroughWithTriggers() {
    script
        .command("LSTE 0")
        .query("LSTS?", "3")
        .command("LSTD")
        .query("LSTC? 5", "1")
        .command(
            String.join(
                ";", state(0, "1E9"), state(1, "3E9"), state(2, "2.0000000005E9"), state(3, "1E9")))
        .command(state(4, "950000"))
        .command("LSTI 0")
        .command("LSTE 1");
    source.load(1e9, 3e9, 2.0000000005e9, 1e9, 950e3);
    script.command("*TRG").command("*TRG");
    source.step();
    source.step();
    script.command("LSTE 0").query("FREQ?", "3000000000");
    source.endList();
    source.endList();
    assertEquals(3e9, source.frequency().current());
    script.command("LSTI 0").command("LSTE 1");
    source.load(1e9, 3e9, 2.0000000005e9, 1e9, 950e3);
    script.done();
  }

  @Test
  void everyFrequencyOfAListPassesTheLimits() {
    source.settings().limit("frequency", 1e9, 3e9);
    assertThrows(LimitException.class, () -> source.load(1e9, 3.1e9, 2e9));
    script.done();
  }

  @Test
  void aListThatDoesNotFitIsRefused() {
    script.command("LSTE 0").query("LSTS?", "0").query("LSTC? 3", "0");
    SettingException e = assertThrows(SettingException.class, () -> source.load(1e9, 2e9, 3e9));
    assertTrue(e.getMessage().contains("no memory for a list of 3 states"), e.getMessage());
    script.done();
  }

  @Test
  void safeEndsAListFirst() {
    script
        .query("LSTE?", "1")
        .command("LSTE 0")
        .query("FREQ?", "2000000000")
        .command("AMPR -110")
        .command("ENBR 0")
        .query("ENBR?", "0")
        .query("AMPR?", "-110.00");
    source.safe();
    script.done();
  }

  @Test
  void aLiveOutputThatStepsIsNoTone() {
    script
        .query("OPTN? 3", "0")
        .query("FREQ?", "2520000000")
        .query("AMPR?", "-14.00")
        .query("ENBR?", "1")
        .query("MODL?", "0")
        .query("LSTE?", "1");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it list is on and so is the output"), e.getMessage());
    script.done();
  }

  @Test
  void snapshotAsksEverySetting() {
    List<String> headers =
        List.of(
            "PHAS", "AMPL", "ENBL", "OFSL", "OFSD", "NOIS", "TYPE", "COUP", "FREQ", "AMPR", "ENBR",
            "MODL", "LSTE");
    headers.forEach(header -> script.query(header + "?", "0"));
    assertEquals(headers.size(), source.settings().snapshot().size());
    script.done();
  }
}
