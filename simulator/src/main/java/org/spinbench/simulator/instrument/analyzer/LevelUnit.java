package org.spinbench.simulator.instrument.analyzer;

import java.util.function.DoubleUnaryOperator;

/** The unit in which an analyzer answers levels, across its 50 Ω input. */
enum LevelUnit {
  DBM(dbm -> dbm),
  DBMV(dbm -> dbm + 30 + 10 * StrictMath.log10(50)),
  DBUV(dbm -> dbm + 90 + 10 * StrictMath.log10(50)),
  VOLT(dbm -> Math.sqrt(50 * watts(dbm))),
  WATT(LevelUnit::watts);

  private final DoubleUnaryOperator conversion;

  LevelUnit(DoubleUnaryOperator conversion) {
    this.conversion = conversion;
  }

  /** Converts a level in dBm to this unit. */
  double of(double dbm) {
    return conversion.applyAsDouble(dbm);
  }

  /** Converts levels in dBm to this unit. */
  double[] of(double[] dbm) {
    double[] levels = new double[dbm.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = of(dbm[i]);
    }
    return levels;
  }

  private static double watts(double dbm) {
    return 1e-3 * StrictMath.pow(10, dbm / 10);
  }
}
