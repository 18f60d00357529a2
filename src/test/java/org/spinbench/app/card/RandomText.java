package org.spinbench.app.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;

/**
 * Text as somebody might type it at an instrument: what its driver declares and what it does not,
 * with the tricks by which each language carries out more than it seems to.
 */
final class RandomText {
  /** Of SCPI and the mnemonics before it: what acts on outputs without being a level. */
  private static final List<String> ACTING =
      List.of(
          "*RST",
          "*RCL 0",
          "*RCL 1",
          "*SAV 0",
          "*SAV 1",
          "*TRG",
          "*CLS",
          "*TST?",
          "*CAL?",
          "*IDN?",
          ":SYST:PRES",
          ":OUTP:ALL ON",
          ":INIT",
          ":INIT:CONT ON",
          ":TRIG",
          ":READ?",
          ":MEAS?",
          ":ABOR",
          ":SOUR:SWE:ARM",
          ":SOUR:SWE:EXEC",
          ":SOUR:TSW",
          ":SOUR:LIST:TRIG:EXEC",
          ":SOUR:LIST:CURR 0.02,0.02",
          ":SOUR:LIST:POW 20,20",
          ":SOUR:POW:MODE LIST",
          ":SOUR:POW:MODE SWE",
          ":SOUR:CURR:MODE LIST",
          ":SOUR:CURR:MODE SWE",
          ":SOUR:POW:STEP 20",
          ":SOUR:POW UP",
          ":SOUR:POW MAX",
          ":SOUR:POW:OFFS -20",
          ":SOUR:POW:STAR 20",
          ":SOUR:POW:STOP 20",
          ":SOUR:CURR:STAR 0.02",
          ":SOUR:CURR:STOP 0.02",
          ":SOUR:CURR MAX",
          ":SOUR:FUNC VOLT",
          ":SOUR:FUNC:MODE VOLT",
          ":SOUR:WAVE:AMPL 0.02",
          ":SOUR:WAVE:ARM",
          ":SOUR:WAVE:OFFS 0.02",
          ":SOUR:CURR:OFFS 0.02",
          ":SOUR1:DC:VOLT:MODE LIST",
          ":SOUR1:SIN:VOLT:SPAN 10",
          ":SOUR1:SIN:INIT",
          ":SOUR1:DC:INIT",
          ":SOUR:LEV:AUTO 0.02",
          ":SOUR:LEV:FIX 0.02",
          ":PROG:LOAD \"x\"",
          ":PROG:RUN",
          ":PROG:REP 1",
          ":DIAG:TEST",
          ":MEM:LOAD:LIST 1",
          "*LRN?",
          "*DDT #0",
          "*LANG TSP",
          "LSTI 0",
          "LSTE 1",
          "LSTD",
          "MODL 1",
          "AMPR 16.5",
          "ENBR 1",
          "LSTP 0,1E9,16.5,N",
          ":OUTP:STAT ON",
          "OUTP ON",
          "SOUR:LEV 0.02",
          ":SOUR:MOD:STAT ON",
          ":SOUR:AM:STAT 1",
          ":SOUR:PULM:STAT ON",
          ":OUTP:MOD ON",
          ":SOUR:CURR:TRIG 0.02",
          ":SOUR:VOLT:TRIG 40",
          ":SOUR:VOLT 40",
          ":SOUR:CURR:RANG:AUTO ON",
          ":SOUR:CLE:AUTO ON",
          ":OUTP:SMOD HIMP",
          ":SOUR:DEL 0");

  private static final List<String> LETTERS =
      List.of(
          "C0", "C1", "W20", "W15.5", "E1", "r1", "h1", "E1r1h1", "f1000.0", "f?", "W?", "C?", "g1",
          "c1", "[20", "]20", "A1", "/1", "j1", "+", "-", "v0", "e", "D", "L0a15.0", "@", "x1",
          "*27", "l1000", "u2000", "s1", "t4", "^1", "X0", "w1", "y1", "p", "V?", "a10");

  private static final List<String> TSP =
      List.of(
          "smua.source.leveli = 0.02",
          "smua.source.output = 1",
          "smua.source.output=smua.OUTPUT_ON",
          "smua.source.limitv = 20",
          "smua.source.func = 0",
          "smua.source.func = smua.OUTPUT_DCVOLTS",
          "smua.reset()",
          "reset()",
          "smua.trigger.source.listi({0.02,0.02})",
          "smua.trigger.initiate()",
          "print(smua.source.leveli)",
          "print(smua.measure.iv())",
          "print((function() smua.source.leveli = 0.02 return 1 end)())",
          "*RST",
          "*TRG",
          "*IDN?",
          "smua['source']['leveli'] = 0.02",
          "local s = smua.source s.leveli = 0.02",
          "print(1)",
          "setup.recall(1)",
          "smua.source.leveli=(0.02)print(1)--?",
          "loadstring('smua.source.leveli=0.02')()",
          "for i=1,2 do smua.source.leveli=0.02 end",
          "smua.source.rangei = 3",
          "smua.source.autorangei = 1",
          "smua.abort()",
          "smua.trigger.source.action = 1",
          "smua.source.offmode = 1",
          "smua.source.offfunc = 0",
          "print(smua.source.limitv) smua.source.leveli = 0.02",
          "display.clear()");

  /** What may stand between two messages, and what hides one. */
  private static final List<String> BETWEEN =
      List.of(";", "; ", ";:", "\n", "\r\n", "\r", " ", ",", "\t", "?", "?;", "--", "#", "\0", "");

  private static final List<String> BEHIND =
      List.of(
          "", "", "", "", "?", " ?", "--?", ";*IDN?", ";:SYST:ERR?", "\n", "\"", "'", " #11?", ";");

  private final RandomGenerator random;

  RandomText(RandomGenerator random) {
    this.random = random;
  }

  /** A line for an instrument. */
  String line(Instrument instrument) {
    StringBuilder line = new StringBuilder(part(instrument));
    int more = Math.max(0, random.nextInt(6) - 3);
    for (int k = 0; k < more; k++) {
      line.append(one(BETWEEN)).append(part(instrument));
    }
    line.append(one(BEHIND));
    if (random.nextInt(10) == 0) {
      line.insert(random.nextInt(line.length() + 1), one(BETWEEN));
    }
    return line.toString();
  }

  private String part(Instrument instrument) {
    List<String> known = known(instrument);
    return random.nextInt(3) == 0 ? one(known) : declared(instrument);
  }

  private static List<String> known(Instrument instrument) {
    if (!instrument.session().hasCommonCommands()) {
      return LETTERS;
    }
    boolean script =
        instrument.settings().iterator().next().header().equals("format.asciiprecision");
    return script ? TSP : ACTING;
  }

  private String declared(Instrument instrument) {
    List<Setting> settings = new ArrayList<>();
    instrument.settings().forEach(settings::add);
    Setting setting = one(settings.subList(0, Math.min(settings.size(), 24)));
    String header = setting.header();
    if (random.nextInt(4) == 0) {
      header = random.nextBoolean() ? header.toLowerCase(Locale.ROOT) : ':' + header;
    }
    return switch (random.nextInt(8)) {
      case 0 -> header + "?";
      case 1 -> "print(" + header + ")";
      case 2 -> header + one(List.of("", " ", "=", " = ", "\t")) + value(setting);
      default -> header + one(List.of(" ", " ", "=", "")) + value(setting);
    };
  }

  private String value(Setting setting) {
    if (random.nextInt(6) == 0) {
      return one(
          List.of("MAX", "MIN", "DEF", "UP", "ON", "INF", "NAN", "1E400", "#H7F", "(@1)", ""));
    }
    if (setting instanceof NumberSetting number) {
      String text = Double.toString(RandomValue.of(random, number));
      return random.nextInt(5) == 0
          ? text + one(List.of(" mA", "A", " V", "DBM", "dBuV", " uV", "M"))
          : text;
    }
    if (setting instanceof ChoiceSetting choice) {
      return random.nextInt(3) == 0 ? Integer.toString(random.nextInt(4)) : one(choice.words());
    }
    return one(List.of("ON", "OFF", "1", "0", "1", "ON"));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
