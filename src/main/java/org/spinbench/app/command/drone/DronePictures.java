package org.spinbench.app.command.drone;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.app.chart.ConfusionChart;
import org.spinbench.app.chart.EpochChart;
import org.spinbench.app.chart.LedgerChart;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.chart.SpectraChart;
import org.spinbench.app.chart.WeightChart;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.BenchExport;
import org.spinbench.experiments.study.drone.NetworkSlice;
import org.spinbench.simulator.network.RfNetwork;

/** The pictures of a training of the large network, and a slice of it as a bench file. */
final class DronePictures {
  private static final int SLICE_INPUTS = 4;
  private static final int SLICE_OSCILLATORS = 2;

  private static final List<String> NAMES =
      List.of("accuracy", "confusion", "spectra", "weights", "ledger");

  private static final String SLICE = "slice.toml";

  private DronePictures() {}

  /** Names of the files, in the order in which they are written. */
  static List<String> names(PictureForm form) {
    Stream<String> pictures = NAMES.stream().map(name -> name + form.format().ending());
    return Stream.concat(pictures, Stream.of(SLICE)).toList();
  }

  /** Writes them into a folder and returns their paths. */
  static List<Path> write(Path folder, SpectraSplit data, DroneReport report, PictureForm form) {
    RfNetwork network = report.results().get(0).network();
    List<PictureFile> files = NAMES.stream().map(name -> form.file(folder.resolve(name))).toList();
    EpochChart.write("Learning to name drones", report.results(), files.get(0));
    ConfusionChart.write(
        "Test spectra, all seeds", data.test().classNames(), report.confusion(), files.get(1));
    SpectraChart.write(data.train(), files.get(2));
    WeightChart.write(network, files.get(3));
    LedgerChart.write("Power of an inference", report.ledger(), files.get(4));
    DroneTrainCommand.write(folder.resolve(SLICE), slice(network).toml());
    return names(form).stream().map(folder::resolve).toList();
  }

  private static BenchExport slice(RfNetwork network) {
    int oscillators = Math.min(SLICE_OSCILLATORS, network.oscillators());
    return new BenchExport(
        new NetworkSlice(
            network,
            NetworkSlice.spread(SLICE_INPUTS, network.inputs()),
            NetworkSlice.drivable(network, oscillators),
            0));
  }
}
