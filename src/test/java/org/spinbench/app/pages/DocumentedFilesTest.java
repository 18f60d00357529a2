package org.spinbench.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Backends;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.sweep.Rehearsal;
import org.spinbench.experiments.sweep.Rehearsal.Estimate;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.World;

/**
 * The program reads every TOML and JSON block of the pages: plans, studies, worlds, tables of
 * drivers, and parts of bench files, each of which is put into a bench file of the program.
 */
@Tag("slow")
class DocumentedFilesTest {
  @Test
  void everyFileIsRead() throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    Map<String, Integer> read = new TreeMap<>();
    for (Path page : PageBlock.pages()) {
      Map<String, Object> drivers = new LinkedHashMap<>();
      for (PageBlock block : PageBlock.of(page)) {
        if (block.in("toml") && block.reason().isEmpty()) {
          String problem = problem(block, drivers);
          if (!problem.isEmpty()) {
            wrong.put(block.place(), problem);
          }
          read.merge(page.getFileName().toString(), 1, Integer::sum);
        } else if (block.in("json")) {
          new ObjectMapper().readTree(block.text());
        }
      }
    }
    assertEquals(Map.of(), wrong);
    assertTrue(read.values().stream().mapToInt(one -> one).sum() >= 30, read.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "settling = { tone = 1e-3, tones = 1e-3 }",
        "[instruments.smu]\nmodel = \"B2912\"",
        "[instruments.smu]\nlimits.current = { max = 1, mx = 2 }",
        "[[safety.trip]]\nname = \"a\"\nwhen = \"neuron 99.resistance > 1\"",
        "[[simulation.changes]]\ndevice = \"synapse 999\"\nafter = 1.0\nfrequency = 1.1",
        "name = \"a\"\nread = [\"chain 1.volts\"]\n[[sweep]]\nvariable = \"n\"\nlist = [1]",
        "name = \"a\"\n[[reading]]\nname = \"b\"",
        "name = \"a\"\n[effects.heat]"
      })
  void aWrongBlockIsFound(String toml) throws IOException {
    PageBlock block = new PageBlock(PageBlock.root(), 1, "toml", "", toml);
    assertFalse(problem(block, new LinkedHashMap<>()).isEmpty());
  }

  /**
   * What the program has against a file or a part of a bench file; empty if nothing.
   *
   * @param drivers the tables of drivers so far on the page, to which those of the block are added
   */
  private static String problem(PageBlock block, Map<String, Object> drivers) throws IOException {
    String toml = block.text();
    Map<String, Object> keys = PageFiles.TOML.readValue(toml, PageFiles.TABLE);
    try {
      if (keys.containsKey("experiment")) {
        StudyPlan.parse(toml, "page");
      } else if (keys.containsKey("sweep")) {
        rehearse(toml);
      } else if (keys.containsKey("drivers")) {
        DriverFiles.parse(toml, "page");
        drivers.putAll(keys);
      } else if (keys.containsKey("spread") || keys.containsKey("effects")) {
        World.parse(toml, "page");
      } else if (keys.containsKey("reading")) {
        return block.file().isEmpty() ? "no command of the page reads this map" : "";
      } else {
        return bench(PageFiles.joined(keys, drivers));
      }
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static void rehearse(String toml) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "default");
    try (Bench bench = Backends.openCopy(file)) {
      Estimate estimate = Rehearsal.of(bench, Plan.parse(toml, "page"));
      if (estimate.refused() > 0) {
        throw new IllegalArgumentException(estimate.refusals().toString());
      }
    }
  }

  /** Puts the part into one of the program's bench files, whichever takes it. */
  private static String bench(Map<String, Object> part) throws IOException {
    List<Map<String, Object>> benches = new ArrayList<>(List.of(PageFiles.whole(part)));
    for (String name : DefaultBench.NAMES) {
      benches.add(
          PageFiles.joined(
              PageFiles.TOML.readValue(DefaultBench.text(name), PageFiles.TABLE), part));
    }
    List<String> refusals = new ArrayList<>(List.of("no bench takes this:"));
    for (Map<String, Object> bench : benches) {
      try {
        BenchFile file = BenchFile.parse(PageFiles.TOML.writeValueAsString(bench), "page");
        if (file.isRack() && part.containsKey("simulation")) {
          continue; // a rack has none of these devices
        }
        new SimulatedBench(Backends.simulable(file), 1);
        return "";
      } catch (IllegalArgumentException e) {
        refusals.add(e.getMessage());
      }
    }
    return String.join("\n", refusals);
  }
}
