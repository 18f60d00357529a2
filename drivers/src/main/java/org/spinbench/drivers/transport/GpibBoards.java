package org.spinbench.drivers.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The GPIB boards of this computer, each a controller with one connection, opened with its first
 * instrument and closed with its last.
 */
final class GpibBoards {
  private final LinkSettings settings;
  private final Duration connectTimeout;
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
   * Boards as the settings name them.
   *
   * @param limit longest response message in bytes
   */
  GpibBoards(LinkSettings settings, Duration connectTimeout, Clock clock, int limit) {
    this.settings = settings;
    this.connectTimeout = connectTimeout;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Opens a conversation with an instrument.
   *
   * @throws TransportException if no controller stands for its board, or it cannot be reached
   */
  synchronized Transport open(ResourceName.Gpib name) {
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
    GpibController controller = settings.gpib().get(name.board());
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
    return PrologixController.start(controller, connect(controller.link()), clock, limit);
  }

  private ByteLink connect(ResourceName link) {
    if (link instanceof ResourceName.Serial port) {
      SerialSettings line = settings.serial().getOrDefault(port, GpibController.SERIAL);
      return SerialPortLink.open(port, line, clock);
    }
    return TcpLink.connect((ResourceName.TcpipSocket) link, connectTimeout, clock);
  }

  private synchronized void release(int number, Board board) {
    board.users--;
    if (board.users == 0) {
      board.controller.close();
      boards.remove(number, board);
    }
  }
}
