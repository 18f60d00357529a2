package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.List;
import org.spinbench.drivers.bench.file.RunLabels;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.runner.ExperimentRunner;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that makes a run: its folder, and what its user says about it. */
public final class NewRun {
  @Mixin private RunsFolder folder;

  @Mixin private DashboardOption dashboard;

  @Option(
      names = "--sample",
      paramLabel = "NAME",
      description = "what is measured, such as wafer and die (default: that of the bench file)")
  private String sample;

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      description = "who measures (default: that of the bench file)")
  private String operator;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      converter = Tag.class,
      description = "a word by which 'runs list' finds the run again; repeat the option for more")
  private List<String> tags;

  @Option(names = "--note", paramLabel = "TEXT", description = "a remark, kept in the run file")
  private String note;

  /** Where run files are. */
  public Path path() {
    return folder.path();
  }

  /**
   * A runner whose runs say what the options say, and show themselves if the user asks for it.
   *
   * @param benchFile that the user has named, and which may ask for notices; or null
   */
  public ExperimentRunner runner(Progress progress, Path benchFile) {
    return audience(progress, benchFile).followRun(runner(progress));
  }

  /** Who follows the runs of this command; see {@link DashboardOption#audience}. */
  public Audience audience(Progress progress, Path benchFile) {
    return dashboard.audience(folder.path(), progress, benchFile);
  }

  /** A runner whose runs say what the options say, and are followed by nobody. */
  public ExperimentRunner runner(Progress progress) {
    List<Metadata.Note> notes = note == null ? List.of() : List.of(new Metadata.Note("", note));
    Metadata metadata =
        new Metadata(
            sample == null ? "" : sample,
            operator == null ? "" : operator,
            tags == null ? List.of() : tags,
            notes);
    return new ExperimentRunner(folder.path(), Version.program(), progress, metadata);
  }

  /** Refuses texts that cannot be tags. */
  public static final class Tag implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!RunLabels.isTag(text)) {
        throw new TypeConversionException(RunLabels.refusal(text));
      }
      return text;
    }
  }
}
