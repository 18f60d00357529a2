package org.spinbench.simulator.instrument.sourcemeter;

import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;

/** The contract of the models that differ from a 2400 and a 2450 in their ranges only. */
@Tag("any-jdk")
@ParameterizedClass(name = "{0} as a source of {1}")
@MethodSource("models")
class SourceMeterSeriesContractTest extends LoadedSourceMeterContract {

  static Stream<Arguments> models() {
    return Stream.of("2401", "2410", "2420", "2461")
        .flatMap(
            model -> Stream.of(SourceFunction.values()).map(kind -> Arguments.of(model, kind)));
  }

  SourceMeterSeriesContractTest(String model, SourceFunction function) {
    super(
        twin(model),
        Dialect.SCPI,
        session ->
            (SourceMeter)
                Drivers.of(model)
                    .maker()
                    .make(
                        session,
                        function,
                        function == SourceFunction.CURRENT ? CURRENT_RAMP : VOLTAGE_RAMP,
                        function == SourceFunction.CURRENT ? VOLTS : AMPERES),
        function == SourceFunction.CURRENT ? 5e-3 : 1.5,
        function == SourceFunction.CURRENT ? "" : VOLTAGE);
  }

  private static BiFunction<Surroundings, TerminalLoad, SimulatedInstrument> twin(String model) {
    String name = "M" + model;
    return model.equals("2461")
        ? (around, load) -> new Simulated2450(Limits2450.valueOf(name), around, load)
        : (around, load) -> new Simulated2400(Limits2400.valueOf(name), around, load);
  }
}
