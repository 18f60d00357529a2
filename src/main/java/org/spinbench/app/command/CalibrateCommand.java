package org.spinbench.app.command;

import picocli.CommandLine.Command;

@Command(name = "calibrate")
final class CalibrateCommand {}
