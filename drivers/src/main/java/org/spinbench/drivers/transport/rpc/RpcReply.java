package org.spinbench.drivers.transport.rpc;

import java.util.Optional;

/**
 * A reply message of ONC remote procedure call version 2 (RFC 5531 section 9).
 *
 * @param xid number of the call that this answers
 * @param refusal why the call was not carried out, in words; empty when it was
 * @param results of the procedure
 */
public record RpcReply(int xid, Optional<String> refusal, XdrReader results) {
  private static final int REPLY = 1;
  private static final int ACCEPTED = 0;
  private static final int DENIED = 1;
  private static final int RPC_MISMATCH = 0;
  private static final int SUCCESS = 0;
  private static final int PROGRAM_UNAVAILABLE = 1;
  private static final int PROGRAM_MISMATCH = 2;
  private static final int PROCEDURE_UNAVAILABLE = 3;
  private static final int GARBAGE_ARGUMENTS = 4;
  private static final int SYSTEM_ERROR = 5;

  /**
   * Takes a reply apart.
   *
   * @throws RpcFormatException if it is none
   */
  public static RpcReply parse(byte[] message) throws RpcFormatException {
    XdrReader in = new XdrReader(message);
    int xid = in.int32();
    int type = in.int32();
    if (type != REPLY) {
      throw new RpcFormatException("a message of type " + type + " where a reply was expected");
    }
    int status = in.int32();
    if (status == ACCEPTED) {
      RpcCall.skipAuthentication(in);
      return new RpcReply(xid, refusal(in), in);
    }
    if (status != DENIED) {
      throw new RpcFormatException("a reply of unknown status " + status);
    }
    int reason = in.int32();
    String text = reason == RPC_MISMATCH ? "RPC version 2 is not spoken" : "credentials are needed";
    return new RpcReply(xid, Optional.of(text), in);
  }

  private static Optional<String> refusal(XdrReader in) throws RpcFormatException {
    int status = in.int32();
    return switch (status) {
      case SUCCESS -> Optional.empty();
      case PROGRAM_UNAVAILABLE -> Optional.of("the program is not served there");
      case PROGRAM_MISMATCH -> Optional.of("the program is served there in other versions only");
      case PROCEDURE_UNAVAILABLE -> Optional.of("the procedure is not served there");
      case GARBAGE_ARGUMENTS -> Optional.of("the arguments were not understood");
      case SYSTEM_ERROR -> Optional.of("the server failed");
      default -> throw new RpcFormatException("a reply of unknown acceptance " + status);
    };
  }

  /** Begins the reply to a call that was carried out; the results are to be added. */
  public static XdrWriter success(int xid) {
    return accepted(xid, SUCCESS);
  }

  /** The reply to a call of a program that is not served. */
  public static XdrWriter programUnavailable(int xid) {
    return accepted(xid, PROGRAM_UNAVAILABLE);
  }

  /** The reply to a call of a version that is not served. */
  public static XdrWriter programMismatch(int xid, int lowest, int highest) {
    return accepted(xid, PROGRAM_MISMATCH).int32(lowest).int32(highest);
  }

  /** The reply to a call of a procedure that is not served. */
  public static XdrWriter procedureUnavailable(int xid) {
    return accepted(xid, PROCEDURE_UNAVAILABLE);
  }

  /** The reply to a call whose arguments cannot be decoded. */
  public static XdrWriter garbageArguments(int xid) {
    return accepted(xid, GARBAGE_ARGUMENTS);
  }

  /** The reply to a call that is not of version 2 of the protocol. */
  public static XdrWriter rpcMismatch(int xid) {
    return new XdrWriter()
        .int32(xid)
        .int32(REPLY)
        .int32(DENIED)
        .int32(RPC_MISMATCH)
        .int32(RpcCall.RPC_VERSION)
        .int32(RpcCall.RPC_VERSION);
  }

  private static XdrWriter accepted(int xid, int status) {
    return new XdrWriter().int32(xid).int32(REPLY).int32(ACCEPTED).int32(0).int32(0).int32(status);
  }
}
