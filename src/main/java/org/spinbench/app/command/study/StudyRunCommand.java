package org.spinbench.app.command.study;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.study.engine.Study;
import org.spinbench.experiments.study.engine.StudyFolder;
import org.spinbench.experiments.study.engine.StudyPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Begins a study. */
@Command(
    name = "run",
    description = {
      "Runs a study on all cores and keeps each result as soon as there is one.",
      "The table is the same for any number of workers. A study that was stopped continues with "
          + "'study resume'."
    },
    mixinStandardHelpOptions = true)
final class StudyRunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "STUDY.toml", description = "study file")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder of the results (default: the name of the file without .toml)")
  private Path out;

  @Mixin private StudySession session;

  @Override
  public Integer call() {
    StudySession.Runner engine = session.engine();
    StudyFolder folder;
    Study study;
    try {
      String text = UserFile.text(file, "a study file");
      Path files = file.toAbsolutePath().getParent();
      study = session.study(StudyPlan.parse(text, file.toString()), files);
      folder = StudyFolder.begin(folder(), text, session.head(study, files));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return session.run(study, folder, engine);
  }

  private Path folder() {
    String name = file.getFileName().toString();
    String stem = name.replaceFirst("\\.toml$", "");
    return out != null ? out : Path.of(stem.equals(name) ? name + ".study" : stem);
  }
}
