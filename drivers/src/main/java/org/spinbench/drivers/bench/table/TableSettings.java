package org.spinbench.drivers.bench.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Item;
import org.spinbench.drivers.bench.file.table.DriverTable.Kind;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;

/** The settings of a driver table on a session, and the instrument that they make. */
final class TableSettings {
  private static final String STATED = "its driver table says so";

  private final DriverTable table;
  private final ScpiSession session;
  private final Settings settings;
  private final Map<String, Setting> declared = new LinkedHashMap<>();

  /** Declares every setting; sends nothing. */
  TableSettings(DriverTable table, ScpiSession session) {
    this.table = table;
    this.session = session;
    settings = new Settings(session);
    table.settings().forEach((name, item) -> declared.put(name, declare(name, item)));
    table.gauged().values().forEach(one -> settings.sends(one.query()));
    table
        .reading()
        .ifPresent(
            reading -> {
              settings.sends(reading.query());
              if (!reading.start().isEmpty()) {
                settings.sends(reading.start());
              }
              if (!reading.zero().isEmpty()) {
                settings.sends(reading.zero());
              }
            });
  }

  private Setting declare(String name, Item item) {
    String header = item.header(table.mnemonics());
    String fixed = item.before() + item.after();
    Settings spelled =
        fixed.isEmpty()
            ? settings
            : settings.spelled(new Syntax("%h " + item.arguments(), "%h? " + fixed));
    return switch (item.kind()) {
      case SWITCH -> spelled.onOff(name, header);
      case CHOICE -> spelled.choice(name, header, item.words().toArray(String[]::new));
      default -> number(spelled.number(name, header, item.unit(), item.min(), item.max()), item);
    };
  }

  private static NumberSetting number(NumberSetting number, Item item) {
    number.resolution(item.resolution());
    if (!item.values().isEmpty()) {
      number.oneOf(item.values().stream().mapToDouble(value -> value).toArray());
    }
    if (!item.must().isEmpty()) {
      number.range(item.mustBe(), item.mustBe());
    }
    return number;
  }

  /** The instrument of the table's role. */
  Instrument instrument(Ramp ramp, double compliance) {
    return switch (table.role()) {
      case RF_SOURCE -> new TableRfSource(table, this);
      case VOLTMETER -> new TableVoltmeter(table, this);
      case POWER_METER -> new TablePowerMeter(table, this);
      case GAUGE -> new TableGauge(table, this);
      default -> source(ramp, compliance);
    };
  }

  private SafeSource source(Ramp ramp, double compliance) {
    SwitchSetting output =
        table.has("output") ? (SwitchSetting) declared.get("output") : settings.alwaysOn("output");
    NumberSetting level = number(table.level());
    SafeSource source =
        new SafeSource(session.name(), session, settings, ramp, output, level)
            .settlingIn(table.settling());
    if (table.has("range")) {
      Item range = table.setting("range");
      double[] ranges = range.values().stream().mapToDouble(value -> value).toArray();
      double most = table.setting(table.level()).max();
      source.ranging(
          number("range"), new Scale(level.unit(), range.over(), most, range.step(), ranges));
    }
    table
        .settings()
        .forEach(
            (name, item) -> {
              if (!item.must().isEmpty()) {
                require(source, declared.get(name), item);
              }
            });
    if (table.has("compliance")) {
      source.protecting(number("compliance"), compliance);
    }
    table
        .limited()
        .ifPresent(
            limited ->
                source.limitedWhile(() -> (register(limited.query()) & limited.mask()) != 0));
    return source;
  }

  private int register(String query) {
    return (int) session.queryNumber(query);
  }

  private static void require(SafeSource source, Setting setting, Item item) {
    if (setting instanceof NumberSetting number) {
      source.with(number, item.mustBe());
    } else if (setting instanceof SwitchSetting onOff) {
      source.onlyWhileOff(onOff);
      source.with(onOff, item.must().equals("on"));
    } else if (setting.name().equals("function")) {
      source.sourcing((ChoiceSetting) setting, item.words().indexOf(item.must()));
    } else {
      ChoiceSetting choice = ((ChoiceSetting) setting).fixed(item.must(), STATED);
      source.with(choice, item.must());
    }
  }

  /** A number of the table. */
  NumberSetting number(String name) {
    return (NumberSetting) declared.get(name);
  }

  /** A switch of the table. */
  SwitchSetting onOff(String name) {
    return (SwitchSetting) declared.get(name);
  }

  /** The switches that must be off. */
  List<SwitchSetting> off() {
    List<SwitchSetting> off = new ArrayList<>();
    table
        .settings()
        .forEach(
            (name, item) -> {
              if (item.kind() == Kind.SWITCH && item.must().equals("off")) {
                off.add(onOff(name));
              }
            });
    return off;
  }

  /** Sets each setting that must have a value, unless it is known to have it. */
  void ensure() {
    table
        .settings()
        .forEach(
            (name, item) -> {
              Setting setting = declared.get(name);
              if (item.must().isEmpty()) {
                return;
              }
              if (setting instanceof NumberSetting number) {
                number.ensure(item.mustBe());
              } else if (setting instanceof SwitchSetting onOff) {
                onOff.ensure(item.must().equals("on"));
              } else {
                ((ChoiceSetting) setting).ensure(item.must());
              }
            });
  }

  /**
   * Refuses a setting without the value that it must have.
   *
   * @throws SettingException naming it and what to do
   */
  void requireStated() {
    table
        .settings()
        .forEach(
            (name, item) -> {
              Setting setting = declared.get(name);
              if (!item.must().isEmpty() && !has(setting, item)) {
                throw new SettingException(
                    setting.label()
                        + " is not "
                        + item.must()
                        + ", which its driver table requires, and its output is on; the bench will"
                        + " not change a live output. Switch it off at the instrument, then open"
                        + " the bench again");
              }
            });
  }

  private static boolean has(Setting setting, Item item) {
    if (setting instanceof NumberSetting number) {
      return number.get() == item.mustBe();
    }
    return setting instanceof SwitchSetting onOff
        ? onOff.get() == item.must().equals("on")
        : ((ChoiceSetting) setting).get().equals(item.must());
  }

  Settings settings() {
    return settings;
  }
}
