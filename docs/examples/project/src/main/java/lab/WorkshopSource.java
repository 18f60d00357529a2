package lab;

import java.util.List;
import org.spinbench.drivers.bench.table.UserDriver;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ScpiSession;

/** Our own driver: the RF source of the workshop, whose output needs 30 ms to settle. */
public final class WorkshopSource implements UserDriver {
  private record Source(
      ScpiSession session,
      Settings settings,
      NumberSetting frequency,
      NumberSetting power,
      SwitchSetting output)
      implements RfSource {
    @Override
    public List<SwitchSetting> modulations() {
      return List.of();
    }

    @Override
    public double settling() {
      return 0.03;
    }
  }

  @Override
  public String model() {
    return "WORKSHOP";
  }

  @Override
  public Instrument make(
      ScpiSession session, SourceFunction function, Ramp ramp, double compliance) {
    Settings table = new Settings(session);
    return new Source(
        session,
        table,
        table.number("frequency", "FREQ", Unit.HERTZ, 10e6, 2e9).resolution(1),
        table.number("power", "LEV", Unit.DBM, -60, 13).resolution(0.1),
        table.onOff("output", "OUTP"));
  }
}
