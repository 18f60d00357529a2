package org.spinbench.app.command.study;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.page.Pages;
import org.spinbench.experiments.csv.CsvWriter;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.StudyFolder;
import org.spinbench.experiments.study.engine.StudyTable;
import org.spinbench.experiments.study.report.StudyComparison;
import org.spinbench.experiments.study.report.StudyParquet;
import org.spinbench.experiments.study.report.StudySummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Summarises a study, or compares two. */
@Command(
    name = "report",
    description = {
      "Summarises the results of a study for each combination of its axes: shares, quantiles, "
          + "means and expected running times, with intervals of 95 %% confidence.",
      "With --against, compares two studies task by task instead."
    },
    mixinStandardHelpOptions = true)
final class StudyReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "folder of the study")
  private Path path;

  @Option(
      names = "--axes",
      paramLabel = "NAME",
      split = ",",
      description =
          "group by these axes only, separated by commas; two make a map (default: all axes)")
  private List<String> axes;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description = "folder of another study with the same axes and seeds")
  private Path against;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page")
  private Path html;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "write the estimates, a line each, with the ends of their intervals")
  private Path csv;

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description = "write the rows with their types as Apache Parquet, for pandas and DuckDB")
  private Path parquet;

  @Mixin private OverwriteOption overwrite;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    overwrite.requireFile("--html", html);
    overwrite.requireFile("--csv", csv);
    overwrite.requireFile("--parquet", parquet);
    if (against != null && (axes != null || csv != null || parquet != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--against compares two studies, without --axes, --csv and --parquet; it prints, and"
              + " --html writes a page");
    }
    try {
      StudyTable table = new StudyTable(StudyFolder.open(path));
      if (against == null) {
        report(table);
      } else {
        compare(table, new StudyTable(StudyFolder.open(against)));
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return 0;
  }

  private void report(StudyTable table) {
    StudySummary summary =
        StudySummary.of(table, axes == null ? List.copyOf(table.plan().axes().keySet()) : axes);
    StudyText text = new StudyText(summary);
    if (html != null) {
      StudyText.write(html, Pages.html("study/report", Map.of("study", text)));
    }
    if (csv != null) {
      StudyText.replace(csv);
      try (CsvWriter out = CsvWriter.create(csv)) {
        text.csv().forEach(out::row);
      }
    }
    if (parquet != null) {
      StudyText.replace(parquet);
      StudyParquet.write(table, parquet);
    }
    print(json ? Json.write(summary) + "\n" : text.text());
  }

  private void compare(StudyTable first, StudyTable second) {
    StudyComparison comparison = StudyComparison.of(first, second);
    ComparisonText text = new ComparisonText(comparison);
    if (html != null) {
      StudyText.write(html, Pages.html("study/comparison", Map.of("comparison", text)));
    }
    print(json ? Json.write(comparison) + "\n" : text.text());
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
