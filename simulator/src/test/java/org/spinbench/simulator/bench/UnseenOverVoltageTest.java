package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An over-voltage breaks a junction though nobody measures while it lasts, and whatever the command
 * is that ends it; what only looks like one breaks nothing.
 */
@Tag("any-jdk")
class UnseenOverVoltageTest {
  private static final double LIMIT = 1.2;
  private static final double DBM_OVER = 14;

  /**
   * A story.
   *
   * @param bench text of the bench file
   * @param largest voltage that was at the terminals, V; or, for a tone, power, W
   */
  private record Story(
      String name,
      String bench,
      String instrument,
      List<String> messages,
      boolean breaks,
      double largest) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Story bias(String name, String model, double largest, String... messages) {
    String port = model.equals("QDAC-II") ? ":7" : "";
    String bench = Trial.withBias(Trial.text(LIMIT), model, port);
    return new Story(name, bench, "bias_3", List.of(messages), Math.abs(largest) > LIMIT, largest);
  }

  private static Story tone(String name, String model, String... messages) {
    String bench = Trial.withTone(Trial.text(LIMIT), model, "");
    double watts = 1e-3 * Math.pow(10, DBM_OVER / 10);
    return new Story(name, bench, "rf_1", List.of(messages), true, watts);
  }

  private static String program(int steps, int over) {
    return IntStream.range(0, steps)
        .mapToObj(k -> String.format(Locale.ROOT, ":SOUR:LEV %s", k == over ? "30e-3" : "1e-3"))
        .collect(Collectors.joining(";", ":PROG:EDIT:STAR;", ";:PROG:EDIT:END"));
  }

  static Stream<Story> stories() {
    String amperes = ":SOUR:FUNC CURR;:SOUR:RANG 0.1;:SOUR:LEV 30e-3;:OUTP ON";
    return Stream.of(
        bias(
            "a level of a list of a 6221",
            "6221",
            1.35,
            ":SOUR:CURR:RANG 0.1;:SOUR:SWE:SPAC LIST;RANG FIX",
            ":SOUR:LIST:CURR 1E-3,30E-3,1E-3;DEL 0.01,0.01,0.01;COMP 10,10,10",
            ":SOUR:SWE:ARM;:INIT"),
        bias(
            "a list of a 6221 within its compliances",
            "6221",
            1.1,
            ":SOUR:CURR:RANG 0.1;:SOUR:SWE:SPAC LIST;RANG FIX",
            ":SOUR:LIST:CURR 1E-3,30E-3,1E-3;DEL 0.01,0.01,0.01;COMP 10,1.1,10",
            ":SOUR:SWE:ARM;:INIT"),
        bias(
            "three periods of a 6221",
            "6221",
            1.35,
            ":SOUR:WAVE:FREQ 1000;AMPL 25E-3;OFFS 5E-3;DUR:CYCL 3;:SOUR:WAVE:ARM;INIT"),
        bias(
            "a waveform of a 6221 that becomes smaller",
            "6221",
            1.35,
            ":SOUR:WAVE:FREQ 1000;AMPL 30E-3;ARM;INIT",
            ":SOUR:WAVE:AMPL 1E-3"),
        bias(
            "a waveform of a 6221 that is not large enough",
            "6221",
            1.125,
            ":SOUR:WAVE:FREQ 1000;AMPL 20E-3;OFFS -5E-3;ARM;INIT"),
        bias("a 6221 that is reset", "6221", 1.35, ":SOUR:CURR 30E-3;:OUTP 1", "*RST"),
        bias(
            "a 6221 whose compliance is lowered",
            "6221",
            1.35,
            ":SOUR:CURR 30E-3;:OUTP 1",
            ":SOUR:CURR:COMP 0.5"),
        bias(
            "the third of a hundred levels of a GS200's program",
            "GS200",
            1.35,
            ":SOUR:FUNC CURR;:SOUR:RANG 0.1",
            program(100, 2),
            ":PROG:INT 0.1;SLOP 0;:OUTP ON;:PROG:RUN;*OPC"),
        bias("a GS200 that is reset", "GS200", 1.35, amperes, "*RST"),
        bias("a GS200 whose protection is lowered", "GS200", 1.35, amperes, ":SOUR:PROT:VOLT 1"),
        bias("a GS200 whose range is changed", "GS200", 1.35, amperes, ":SOUR:RANG 0.2"),
        bias(
            "a 2400 whose range is changed",
            "2400",
            1.35,
            ":SOUR:FUNC CURR;:SENS:VOLT:PROT 10;:SOUR:CURR 30E-3;:OUTP 1",
            ":SOUR:CURR 1E-3"),
        bias(
            "a 6221 whose range is changed",
            "6221",
            1.35,
            ":SOUR:CURR 30E-3;:OUTP 1",
            ":SOUR:CURR:RANG 1E-3"),
        bias(
            "volts of a GS200 that are not taken for amperes",
            "GS200",
            1,
            ":SOUR:FUNC VOLT;:SOUR:RANG 1;:SOUR:LEV 1;:OUTP ON",
            ":OUTP OFF;:SOUR:FUNC CURR;:SOUR:RANG 0.1;:OUTP ON"),
        bias(
            "a level of a list of a QDAC-II",
            "QDAC-II",
            1.35,
            "sour7:list:volt 0.1,1.35,0.1,(@7);:sour7:list:dwel 0.02;coun 1",
            "sour7:dc:trig:sour imm;:sour7:volt:mode list;:sour7:dc:init"),
        bias(
            "a slow slope of a QDAC-II there and back",
            "QDAC-II",
            1.35,
            "sour7:volt:slew 1000;:sour7:volt 1.35",
            "sour7:volt 0"),
        bias(
            "a 2400 whose compliance is lowered",
            "2400",
            1.35,
            ":SOUR:FUNC CURR;:SENS:VOLT:PROT 10;:SOUR:CURR 30E-3;:OUTP 1",
            ":SENS:VOLT:PROT 0.5"),
        bias(
            "a 2450 that is reset",
            "2450",
            1.35,
            ":SOUR:FUNC CURR;:SOUR:CURR:VLIM 10;:SOUR:CURR 30E-3;:OUTP 1",
            "*RST"),
        bias(
            "a B2901A that becomes a source of voltage",
            "B2901A",
            -1.35,
            ":SOUR:FUNC:MODE CURR;:SENS:VOLT:PROT 10;:SOUR:CURR -30E-3;:OUTP 1",
            ":SOUR:FUNC:MODE VOLT;:SOUR:VOLT 0"),
        tone(
            "a level of a list of an SMB100A",
            "SMB100A",
            ":LIST:SEL 'one';FREQ 250E6,250E6,250E6;POW -20,14,-20;DWEL 3 MS;TRIG:SOUR SING",
            ":OUTP ON;:FREQ:MODE LIST;:LIST:TRIG:EXEC"),
        tone(
            "a level of a list of an SMB100A that goes on and on",
            "SMB100A",
            ":LIST:SEL 'one';FREQ 250E6,250E6,250E6;POW -20,14,-20;DWEL 3 MS",
            ":OUTP ON;:FREQ:MODE LIST"),
        tone(
            "short pulses of an SGS100A",
            "SGS100A",
            ":PULM:SOUR INT;WIDT 1 US;PER 1 MS;STAT 1;:FREQ 250E6;:POW 14;:OUTP ON"),
        tone("an SGS100A that is reset", "SGS100A", ":FREQ 250E6;:POW 14;:OUTP ON", "*RST"),
        new Story(
            "the sine of an SR860 for half a second",
            Trial.withLockIn(Trial.text(LIMIT), "SR860", "chain 1"),
            "lock_in",
            List.of("SLVL 2;SOFF 4", "SLVL 1E-9;SOFF 0"),
            true,
            4 + 2 * Math.sqrt(2)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void countsWhateverIsReadMeanwhile(Story story) {
    Trial trial = Trial.of(story.bench);
    story.messages.forEach(message -> trial.tell(story.instrument, message.replace("%", "%%")));
    boolean broken = trial.broken(3) || trial.brokenSynapses() > 0;
    assertEquals(story.breaks, broken);
    TerminalTruth terminal =
        trial.bench().terminals().stream()
            .filter(each -> each.name().startsWith(story.instrument))
            .findFirst()
            .orElseThrow();
    double largest = Math.max(terminal.voltage(), terminal.power());
    assertEquals(Math.abs(story.largest), largest, 2e-3 * Math.abs(story.largest));
  }
}
