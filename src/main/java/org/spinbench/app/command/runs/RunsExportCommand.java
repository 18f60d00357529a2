package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.experiments.csv.CsvStyle;
import org.spinbench.experiments.export.RunExport;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.review.EnoughMemory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a run for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a run for other programs: everything in its file except the messages.",
      "hdf5 opens in xarray (netCDF-4) and h5py, csv has one file for each table, json is "
          + "xarray's dictionary."
    },
    mixinStandardHelpOptions = true)
final class RunsExportCommand implements Callable<Integer> {
  /** File name endings of formats in other programs. */
  private static final Map<RunExport, List<String>> ENDINGS =
      Map.of(
          RunExport.HDF5, List.of(".h5", ".hdf5", ".nc"),
          RunExport.CSV, List.of(".csv"),
          RunExport.JSON, List.of(".json"));

  /** Approximate memory per reading, with its share of an evaluation, during an export, bytes. */
  private static final int BYTES_A_READING = 600;

  /** The same of a sweep, of which only the numbers are in memory. */
  private static final int BYTES_A_READING_OF_A_SWEEP = 300;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Option(
      names = "--format",
      paramLabel = "hdf5|csv|json",
      defaultValue = "hdf5",
      converter = FormatName.class,
      description = "file format (default: ${DEFAULT-VALUE})")
  private RunExport format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "file to write; must not exist (default: a file beside the run file)")
  private Path output;

  @Option(
      names = "--decimal",
      paramLabel = "point|comma",
      converter = Sign.class,
      description =
          "decimal sign of CSV files for a spreadsheet, which then also begin with a byte order"
              + " mark (default: point, without a mark)")
  private Character decimal;

  @Option(
      names = "--delimiter",
      paramLabel = "comma|semicolon|tab",
      converter = Sign.class,
      description =
          "delimiter of CSV files (default: a semicolon with --decimal comma, otherwise a comma)")
  private Character delimiter;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    requireOwnEnding();
    CsvStyle style = style();
    PrintWriter out = spec.commandLine().getOut();
    try (RunFile run = new Runs(folder.path()).read(name)) {
      requireMemory(run);
      Path file = output == null ? beside(run.path()) : output;
      format.write(run, file, style).forEach(out::println);
    }
    return 0;
  }

  private CsvStyle style() {
    if (decimal == null && delimiter == null) {
      return CsvStyle.STANDARD;
    }
    if (format != RunExport.CSV) {
      throw new ParameterException(
          spec.commandLine(),
          (decimal == null ? "--delimiter" : "--decimal")
              + " is for CSV files, but --format is "
              + format.word()
              + "; add --format csv");
    }
    try {
      CsvStyle usual = decimal == null ? CsvStyle.STANDARD : CsvStyle.ofDecimal(decimal);
      return delimiter == null ? usual : new CsvStyle(delimiter, usual.decimal(), usual.marked());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static void requireMemory(RunFile run) {
    long readings = run.readings().values().stream().mapToLong(Long::longValue).sum();
    String what = String.format(Locale.ROOT, "exporting %d readings", readings);
    double each = run.columns().isPresent() ? BYTES_A_READING_OF_A_SWEEP : BYTES_A_READING;
    EnoughMemory.require(what, each * readings);
  }

  /** Refuses a file name with the ending of another format. */
  private void requireOwnEnding() {
    String name = output == null ? "" : output.toString().toLowerCase(Locale.ROOT);
    for (RunExport other : RunExport.values()) {
      if (other != format && ENDINGS.get(other).stream().anyMatch(name::endsWith)) {
        throw new ParameterException(
            spec.commandLine(),
            "--output: "
                + output
                + " has the ending of "
                + other.word()
                + ", but --format is "
                + format.word()
                + "; choose another name, or add --format "
                + other.word());
      }
    }
  }

  private Path beside(Path run) {
    String file = run.getFileName().toString();
    return run.resolveSibling(file.replaceFirst("\\.sqlite$", "") + format.ending());
  }

  /** Finds a sign by its name. */
  private static final class Sign implements CommandLine.ITypeConverter<Character> {
    private static final Map<String, Character> SIGNS =
        Map.of("point", '.', "comma", ',', "semicolon", ';', "tab", '\t');

    @Override
    public Character convert(String word) {
      Character sign = SIGNS.get(word.toLowerCase(Locale.ROOT));
      if (sign == null) {
        throw new CommandLine.TypeConversionException(
            "'" + word + "' is no sign; there are point, comma, semicolon, tab");
      }
      return sign;
    }
  }

  /** Finds a format by its name. */
  private static final class FormatName implements CommandLine.ITypeConverter<RunExport> {
    @Override
    public RunExport convert(String word) {
      for (RunExport format : RunExport.values()) {
        if (format.word().equalsIgnoreCase(word)) {
          return format;
        }
      }
      throw new CommandLine.TypeConversionException(
          "there is no format '" + word + "'; there are hdf5, csv, json");
    }
  }
}
