package org.spinbench.app.command.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.app.command.OptionSettings;
import org.spinbench.app.training.DriftStudy;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyExperiment;
import picocli.CommandLine.ParameterException;

/** Studies of drift: a task is one drifting chip, as in 'benchmark drift'. */
public final class DriftTasks implements StudyExperiment {
  private static final List<Measure> MEASURES =
      List.of(
          Measure.number("alone", "share of the time in tune, as trained"),
          Measure.number("hardened", "share with the first parameters of watch"),
          Measure.number("kept", "share with correction"),
          Measure.number("kept-mean", "mean accuracy with correction"),
          Measure.number("kept-worst", "worst accuracy with correction"),
          Measure.number("overhead", "share of the evaluations for correction"),
          Measure.number("trained", "accuracy at the end of the training"),
          Measure.number("trained-after", "evaluations of the training"),
          Measure.number("ceiling", "best known accuracy of the chip"),
          Measure.number("writes", "changed parameters"));

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public Set<String> settings() {
    return OptionSettings.names(new BenchmarkDriftCommand(), Set.of("chips", "first-chip"));
  }

  @Override
  public List<Measure> measures() {
    return MEASURES;
  }

  @Override
  public boolean isFile(String setting, String value) {
    return ChipOptions.isFile(setting, value);
  }

  @Override
  public Tasks prepare(Map<String, String> settings, Set<String> measures) {
    DriftStudy study;
    try {
      study = OptionSettings.given(new BenchmarkDriftCommand(), settings).drifting();
    } catch (ParameterException e) {
      throw OptionSettings.refused(e);
    }
    return (seed, place) -> row(study.of(seed));
  }

  private static Map<String, Object> row(DriftStudy.Outcome outcome) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("alone", outcome.alone().share());
    row.put("hardened", outcome.hardened().share());
    row.put("kept", outcome.kept().share());
    row.put("kept-mean", outcome.kept().mean());
    row.put("kept-worst", outcome.kept().worst());
    row.put("overhead", outcome.overhead());
    row.put("trained", outcome.trained());
    row.put("trained-after", outcome.trainedAfter());
    row.put("ceiling", outcome.ceiling());
    row.put("writes", outcome.writes());
    return row;
  }
}
