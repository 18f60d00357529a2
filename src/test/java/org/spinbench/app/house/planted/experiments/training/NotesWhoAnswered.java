package org.spinbench.app.house.planted.experiments.training;

import org.spinbench.app.house.planted.drivers.scpi.Identity;

/** Innocent: identities belong into a run file. */
public final class NotesWhoAnswered {
  Identity identity;
}
