package org.spinbench.app.command;

import picocli.CommandLine.Command;

@Command(name = "train")
final class TrainCommand {}
