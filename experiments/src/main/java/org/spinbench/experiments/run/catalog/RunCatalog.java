package org.spinbench.experiments.run.catalog;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.store.RunException;

/**
 * The runs of a folder, found by their labels and by any word in them. A folder with many runs gets
 * an index beside it, {@code .NAME.index} for the folder {@code NAME}. The index only saves time:
 * each use compares it with the files and reads those again that have changed, and it is made again
 * if somebody has deleted it. Where it cannot be written, it is in memory.
 */
public final class RunCatalog {
  /** Number of runs up to which reading all files is quick enough. */
  private static final int FEW = 50;

  private static final System.Logger LOG = System.getLogger(RunCatalog.class.getName());

  private static final String ENDING = ".sqlite";

  private final Path folder;
  private final int few;

  /** The runs of a folder, which need not exist. */
  public RunCatalog(Path folder) {
    this(folder, FEW);
  }

  /**
   * The same with another number of runs up to which there is no index.
   *
   * @param few that number
   */
  RunCatalog(Path folder, int few) {
    this.folder = folder;
    this.few = few;
  }

  /**
   * The runs that a user wants, and how many there are.
   *
   * @param found the runs, oldest first
   * @param unreadable files that cannot be read, with the reason
   * @param all number of all files
   */
  public record Found(List<CatalogEntry> found, List<CatalogEntry> unreadable, int all) {}

  /**
   * Finds runs.
   *
   * @throws RunException if the folder cannot be read
   */
  public Found find(CatalogFilter filter) {
    Map<String, String> files = states();
    try {
      return find(filter, files, index(files.size()));
    } catch (CatalogIndex.Unusable e) {
      LOG.log(Level.DEBUG, "the index is made again", e);
      delete(file());
      return find(filter, files, CatalogIndex.inMemory());
    }
  }

  private static void delete(Path index) {
    try {
      Files.deleteIfExists(index);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the index stays", e);
    }
  }

  private Found find(CatalogFilter filter, Map<String, String> files, CatalogIndex of) {
    try (CatalogIndex index = of) {
      index.update(files, name -> CatalogEntry.of(folder.resolve(name + ENDING), name));
      List<CatalogEntry> all = index.entries();
      Optional<Set<String>> hits = filter.query().map(index::names);
      List<CatalogEntry> found =
          all.stream()
              .filter(CatalogEntry::wasRead)
              .filter(filter::admits)
              .filter(run -> hits.map(names -> names.contains(run.name())).orElse(true))
              .toList();
      return new Found(found, all.stream().filter(run -> !run.wasRead()).toList(), files.size());
    }
  }

  private CatalogIndex index(int runs) {
    Path file = file();
    return runs <= few && !Files.exists(file) ? CatalogIndex.inMemory() : CatalogIndex.at(file);
  }

  /** Where the index is, if there is one. */
  public Path file() {
    Path whole = folder.toAbsolutePath().normalize();
    Path name = whole.getFileName();
    return name == null ? whole.resolve(".index") : whole.resolveSibling("." + name + ".index");
  }

  /** The state of each run file, by the name of the run: sizes and times of file and log. */
  private Map<String, String> states() {
    if (!Files.isDirectory(folder)) {
      return Map.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> runs = new ArrayList<>(files.filter(RunCatalog::isRun).toList());
      runs.sort(Comparator.comparing(Path::getFileName));
      return runs.stream()
          .collect(
              Collectors.toMap(RunCatalog::name, RunCatalog::state, (a, b) -> a, TreeMap::new));
    } catch (IOException e) {
      throw new RunException(
          "cannot list the folder of runs " + folder + ": " + UserFile.reason(e), e);
    }
  }

  private static boolean isRun(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  private static String state(Path file) {
    return stamp(file) + " " + stamp(file.resolveSibling(file.getFileName() + "-wal"));
  }

  private static String stamp(Path file) {
    try {
      return Files.size(file) + ":" + Files.getLastModifiedTime(file).toInstant();
    } catch (IOException absent) {
      return "-"; // it is read again when it can be seen
    }
  }
}
