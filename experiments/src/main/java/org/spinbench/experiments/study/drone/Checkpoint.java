package org.spinbench.experiments.study.drone;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.network.Adam;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;

/** The file of an interrupted training: big-endian numbers; doubles keep all their bits. */
final class Checkpoint {
  private static final int MAGIC = 0x53504452;
  private static final int VERSION = 3;

  /** Version of files without the fingerprint of the spectra. */
  private static final int OLD_VERSION = 2;

  /**
   * History of a training, with the notes of its study.
   *
   * @param laps as many as epochs, or none
   * @param spectra fingerprint of the spectra, or empty in old files
   */
  record Record(List<Epoch> history, List<Lap> laps, String spectra) {}

  private Checkpoint() {}

  static void write(
      Path file,
      TrainerOptions options,
      RfNetwork network,
      Adam[] shiftRules,
      Adam[] biasRules,
      Record record) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, file.getFileName() + "-", ".part");
      try {
        try (DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
          writeHead(out, options, network, record);
          for (int l = 0; l < shiftRules.length; l++) {
            writeRows(out, network.shifts(l));
            writeRows(out, new double[][] {network.biases(l)});
            writeRule(out, shiftRules[l]);
            writeRule(out, biasRules[l]);
          }
        }
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the training to " + file, e);
    }
  }

  static Record read(
      Path file, TrainerOptions options, RfNetwork network, Adam[] shiftRules, Adam[] biasRules) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      Record record = readHead(in, file, options, network);
      for (int l = 0; l < shiftRules.length; l++) {
        readRows(in, network.shifts(l));
        readRows(in, new double[][] {network.biases(l)});
        readRule(in, shiftRules[l], network.shifts(l));
        readRule(in, biasRules[l], new double[][] {network.biases(l)});
      }
      return record;
    } catch (EOFException e) {
      throw new UncheckedIOException(file + " ends too early to be a saved training", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the training in " + file, e);
    }
  }

  private static void writeHead(
      DataOutputStream out, TrainerOptions options, RfNetwork network, Record record)
      throws IOException {
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(identity(options, network));
    out.writeUTF(record.spectra());
    out.writeInt(record.history().size());
    for (Epoch epoch : record.history()) {
      out.writeDouble(epoch.loss());
      out.writeDouble(epoch.accuracy());
    }
    out.writeInt(record.laps().size());
    for (Lap lap : record.laps()) {
      out.writeDouble(lap.testAccuracy());
      out.writeDouble(lap.seconds());
    }
  }

  private static Record readHead(
      DataInputStream in, Path file, TrainerOptions options, RfNetwork network) throws IOException {
    int magic = in.readInt();
    int version = in.readInt();
    if (magic != MAGIC || (version != VERSION && version != OLD_VERSION)) {
      throw new IOException(file + " is not a training saved by this version");
    }
    String wanted = identity(options, network);
    String saved = in.readUTF();
    if (!saved.equals(wanted)) {
      throw new IllegalArgumentException(
          file + " holds a training of (" + saved + "), not of (" + wanted + ")");
    }
    String spectra = version == OLD_VERSION ? "" : in.readUTF();
    List<Epoch> history = new ArrayList<>();
    int epochs = in.readInt();
    for (int n = 1; n <= epochs; n++) {
      history.add(new Epoch(n, in.readDouble(), in.readDouble()));
    }
    List<Lap> laps = new ArrayList<>();
    int count = in.readInt();
    for (int n = 0; n < count; n++) {
      laps.add(new Lap(in.readDouble(), in.readDouble()));
    }
    return new Record(history, laps, spectra);
  }

  /** The parameters that must agree to continue a training bit for bit. */
  private static String identity(TrainerOptions options, RfNetwork network) {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(options.seed());
    text.append(", rate ").append(options.learningRate());
    if (options.cooling() > 0) {
      text.append(" cooled over ").append(options.cooling() * options.epochs()).append(" epochs");
      text.append(" to ").append(options.epochs());
    }
    text.append(", batch ").append(options.batch());
    if (options.numerics().precision() != Numerics.Precision.DOUBLE) {
      text.append(", single precision");
    }
    network
        .layers()
        .forEach(
            layer ->
                text.append(", ").append(layer.chains()).append(" x ").append(layer.chainLength()));
    return text.toString();
  }

  private static void writeRule(DataOutputStream out, Adam rule) throws IOException {
    Adam.State state = rule.state();
    writeRows(out, state.mean());
    writeRows(out, state.square());
    out.writeLong(state.steps());
  }

  private static void readRule(DataInputStream in, Adam rule, double[][] like) throws IOException {
    double[][] mean = new double[like.length][like[0].length];
    double[][] square = new double[like.length][like[0].length];
    readRows(in, mean);
    readRows(in, square);
    rule.restore(new Adam.State(mean, square, in.readLong()));
  }

  private static void writeRows(DataOutputStream out, double[][] rows) throws IOException {
    for (double[] row : rows) {
      for (double value : row) {
        out.writeDouble(value);
      }
    }
  }

  private static void readRows(DataInputStream in, double[][] rows) throws IOException {
    for (double[] row : rows) {
      for (int n = 0; n < row.length; n++) {
        row[n] = in.readDouble();
      }
    }
  }
}
