package org.spinbench.experiments.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;

/** Writes evaluations to a run file. */
public final class RunLog implements EvaluationLog {
  private final RunFile run;
  private final Clock clock;
  private final List<String> names;

  /** A log of a bench's evaluations in a run file. */
  public RunLog(RunFile run, Clock clock, BenchFile file) {
    this.run = run;
    this.clock = clock;
    this.names = names(file);
  }

  /** The names of the parameters of a bench's network, in their order. */
  public static List<String> names(BenchFile file) {
    List<String> names = new ArrayList<>();
    file.synapses().forEach(synapse -> names.add("field current of " + synapse.name()));
    file.neurons().forEach(neuron -> names.add("bias of " + neuron.name()));
    return List.copyOf(names);
  }

  @Override
  public void parameters(double[] parameters) {
    for (int i = 0; i < parameters.length; i++) {
      run.setting(clock.now(), names.get(i), parameters[i], "A");
    }
  }

  @Override
  public void evaluation(long number, Purpose purpose, double[] input, int label) {
    run.evaluation(number, purpose, input, label);
  }

  @Override
  public void reading(long number, Purpose purpose, Reading reading) {
    run.reading(reading, purpose, OptionalLong.of(number));
  }

  @Override
  public void survey(long number, EmissionSurvey survey) {
    run.event(clock.now(), RunFile.SURVEY, Json.write(new NotedSurvey(number, survey)));
  }
}
