package org.spinbench.app.command.study;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.experiments.study.engine.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Continues a study. */
@Command(
    name = "resume",
    description = "Runs the tasks of a study that have no result yet, or that failed.",
    mixinStandardHelpOptions = true)
final class StudyResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "folder of the study")
  private Path path;

  @Mixin private StudySession session;

  @Override
  public Integer call() {
    StudySession.Runner engine = session.engine();
    try {
      StudyFolder folder = StudyFolder.open(path);
      String begun = folder.head().commit();
      if (!begun.equals(StudySession.commit())) {
        throw new IllegalArgumentException(
            "the study in "
                + path
                + " was begun by commit "
                + begun
                + ", this program is commit "
                + StudySession.commit()
                + ", and results of two programs are not one table; resume with that program, or"
                + " run the study in another folder");
      }
      return session.run(
          session.study(folder.plan(), Path.of(folder.head().files())), folder, engine);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
