package org.spinbench.drivers.transport.gpib;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The GPIB boards of this computer, each a controller with one connection, opened with its first
 * instrument and closed with its last.
 */
public final class GpibBoards {
  private final Map<Integer, GpibController> controllers;
  private final Function<ResourceName, ByteLink> links;
  private final Clock clock;
  private final int limit;
  private final Map<Integer, Board> boards = new HashMap<>();

  /** A controller, and how many conversations use it. */
  private static final class Board {
    private final PrologixController controller;
    private int users;

    Board(PrologixController controller) {
      this.controller = controller;
    }
  }

  /**
   * Boards that are not opened yet.
   *
   * @param controllers by board number
   * @param links connects to a controller by the resource name of its socket or serial port
   * @param limit longest response message in bytes
   */
  public GpibBoards(
      Map<Integer, GpibController> controllers,
      Function<ResourceName, ByteLink> links,
      Clock clock,
      int limit) {
    this.controllers = controllers;
    this.links = links;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Opens a conversation with an instrument.
   *
   * @throws TransportException if its board has no controller, or the controller cannot be reached
   */
  public synchronized Transport open(ResourceName.Gpib name) {
    Board board = boards.get(name.board());
    if (board == null || board.controller.isLost()) {
      board = new Board(start(name));
      boards.put(name.board(), board);
    }
    Board opened = board;
    board.users++;
    try {
      board.controller.configure();
    } catch (TransportException failure) {
      release(name.board(), opened);
      throw failure;
    }
    return new Prologix(name, board.controller, clock, () -> release(name.board(), opened));
  }

  private PrologixController start(ResourceName.Gpib name) {
    GpibController controller = controllers.get(name.board());
    if (controller == null) {
      throw new TransportException(
          name
              + " cannot be opened: nothing says how GPIB board "
              + name.board()
              + " is reached; give the bench file a section [gpib."
              + name.board()
              + "] with controller = \"TCPIP::192.168.0.30::1234::SOCKET\" (Prologix"
              + " GPIB-ETHERNET) or controller = \"ASRL/dev/ttyUSB0::INSTR\" (Prologix GPIB-USB,"
              + " AR488)");
    }
    return PrologixController.start(controller, links.apply(controller.link()), clock, limit);
  }

  private synchronized void release(int number, Board board) {
    board.users--;
    if (board.users == 0) {
      board.controller.close();
      boards.remove(number, board);
    }
  }
}
