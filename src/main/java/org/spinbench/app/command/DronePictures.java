package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.app.chart.ConfusionChart;
import org.spinbench.app.chart.EpochChart;
import org.spinbench.app.chart.LedgerChart;
import org.spinbench.app.chart.SpectraChart;
import org.spinbench.app.chart.WeightChart;
import org.spinbench.experiments.drone.BenchExport;
import org.spinbench.experiments.drone.NetworkSlice;
import org.spinbench.experiments.drone.data.SpectraSplit;
import org.spinbench.simulator.network.RfNetwork;

/** The pictures of a training of the large network, and a slice of it as a bench file. */
final class DronePictures {
  private static final int SLICE_INPUTS = 4;
  private static final int SLICE_OSCILLATORS = 2;

  private DronePictures() {}

  /** Writes them into a folder and names them. */
  static List<Path> write(Path folder, SpectraSplit data, DroneReport report) {
    RfNetwork network = report.results().get(0).network();
    List<Path> files = new ArrayList<>();
    EpochChart.write("Learning to name drones", report.results(), add(files, folder, "accuracy"));
    ConfusionChart.write(
        "Test spectra, all seeds",
        data.test().classNames(),
        report.confusion(),
        add(files, folder, "confusion"));
    SpectraChart.write(data.train(), add(files, folder, "spectra"));
    WeightChart.write(network, add(files, folder, "weights"));
    LedgerChart.write("Power of an inference", report.ledger(), add(files, folder, "ledger"));
    Path slice = folder.resolve("slice.toml");
    DroneTrainCommand.write(slice, slice(network).toml());
    files.add(slice);
    return files;
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

  private static Path add(List<Path> files, Path folder, String name) {
    Path file = folder.resolve(name + ".png");
    files.add(file);
    return file;
  }
}
