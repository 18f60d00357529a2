package org.spinbench.calibration.procedure;

import java.util.*;
import java.util.random.*;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.twin.*;
import org.spinbench.drivers.bench.*;
import org.spinbench.simulator.bench.SimulatedBench;

class BringUpTest {
  @Test
  void explore() {
    BenchFile file = Chips.bench();
    for (long seed = env("FROM", 1); seed <= env("SEEDS", 5); seed++) {
      SimulatedBench simulated = new SimulatedBench(file, seed);
      try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
        long t0 = System.nanoTime();
        Calibration c;
        try {
          c = BringUp.calibrate(bench.ports(), (s, d, t) -> {});
        } catch (org.spinbench.calibration.fit.FitException e) {
          System.out.println("seed " + seed + " " + e.getMessage());
          continue;
        } catch (DeadDeviceException e) {
          System.out.println(seed + " DEAD " + e.getMessage());
          c = e.calibration();
        }
        double wall = (System.nanoTime() - t0) / 1e9;
        if (seed == env("SHOW", -1)) {
          System.out.println(c.describe());
          System.out.println(simulated.truth());
        }
        Twin twin = Twin.of(c, file);
        RandomGenerator r = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        ChipPorts ports = bench.ports();
        int n = 60;
        double[][] v = new double[9][2];
        for (int i = 0; i < n; i++) {
          double[] p = new double[9];
          for (int j = 0; j < 6; j++) p[j] = 10e-3 * (2 * r.nextDouble() - 1);
          for (int j = 6; j < 9; j++) p[j] = 5e-3 + 3e-3 * r.nextDouble();
          double[] x = {160e-6 * r.nextDouble() + 1e-6, 1e-6 + 158e-6 * r.nextDouble()};
          for (int j = 0; j < 6; j++) ports.fieldCurrent(j, p[j]);
          for (int j = 0; j < 3; j++) ports.bias(j, p[6 + j]);
          for (int j = 0; j < 2; j++) ports.tone(j, c.toneFrequencies().get(j), x[j]);
          var read = ports.chainVoltages();
          Nodes m = twin.forward(p, x);
          if (java.util.Arrays.stream(read).anyMatch(q -> q.overload())) continue;
          for (int k = 0; k < 3; k++) {
            v[k][0] += sq(m.chainVoltages()[k] - read[k].value());
            v[k][1] += sq(read[k].value());
            double pw = ports.emittedPower(k).value();
            v[3 + k][0] += sq(m.powers()[k] - pw);
            v[3 + k][1] += sq(pw);
          }
        }
        StringBuilder b =
            new StringBuilder(
                String.format(
                    Locale.ROOT, "seed %d evals %d wall %.2f ", seed, c.evaluations(), wall));
        for (int k = 0; k < 6; k++)
          b.append(String.format(Locale.ROOT, " %.4f", Math.sqrt(v[k][0] / v[k][1])));
        for (var ch : c.chains())
          b.append(String.format(Locale.ROOT, " | rn %.0f kHz", ch.resonanceNoise() / 1e3));
        for (var ne : c.neurons())
          b.append(
              String.format(
                  Locale.ROOT, " | pn %.3f fn %.0f", ne.powerNoise(), ne.frequencyNoise() / 1e3));
        System.out.println(b);
        c.warnings().forEach(System.out::println);
      }
    }
  }

  private static long env(String n, long d) {
    String s = System.getenv(n);
    return s == null ? d : Long.parseLong(s);
  }

  private static double sq(double x) {
    return x * x;
  }
}
