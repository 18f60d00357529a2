package org.spinbench.experiments.study.report;

import java.util.List;

/**
 * A column of a Parquet file.
 *
 * @param name of the column
 * @param kind of its values
 * @param values one for each row, null where there is none: a {@link Number}, a {@link Boolean} or
 *     a {@link String} as the kind says
 */
record ParquetColumn(String name, Kind kind, List<?> values) {

  /** Kinds of values; the numbers are those of the format's physical types. */
  enum Kind {
    /** True or false. */
    SWITCH(0),

    /** A whole number of 32 bits. */
    INTEGER(1),

    /** A whole number of 64 bits. */
    LONG(2),

    /** A number in double precision. */
    NUMBER(5),

    /** A text, in UTF-8. */
    TEXT(6);

    final int type;

    Kind(int type) {
      this.type = type;
    }
  }
}
