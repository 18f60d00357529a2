package org.spinbench.drivers.transport.rpc;

/**
 * A call message of ONC remote procedure call version 2 (RFC 5531 section 9).
 *
 * @param xid number that the reply to this call bears
 * @param rpcVersion must be {@link #RPC_VERSION}, or the call is denied
 * @param arguments of the procedure
 */
public record RpcCall(
    int xid, int rpcVersion, int program, int version, int procedure, XdrReader arguments) {
  /** The one version of the protocol that is in use. */
  public static final int RPC_VERSION = 2;

  static final int LONGEST_AUTHENTICATION = 400;
  private static final int CALL = 0;
  private static final int NO_AUTHENTICATION = 0;

  /**
   * Takes a call apart. What credentials it brings is not looked at.
   *
   * @throws RpcFormatException if it is none
   */
  public static RpcCall parse(byte[] message) throws RpcFormatException {
    XdrReader in = new XdrReader(message);
    int xid = in.int32();
    int type = in.int32();
    if (type != CALL) {
      throw new RpcFormatException("a message of type " + type + " where a call was expected");
    }
    int rpcVersion = in.int32();
    int program = in.int32();
    int version = in.int32();
    int procedure = in.int32();
    if (rpcVersion == RPC_VERSION) {
      skipAuthentication(in);
      skipAuthentication(in);
    }
    return new RpcCall(xid, rpcVersion, program, version, procedure, in);
  }

  /** Begins a call without credentials, to which the arguments are to be added. */
  public static XdrWriter begin(int xid, int program, int version, int procedure) {
    return new XdrWriter()
        .int32(xid)
        .int32(CALL)
        .int32(RPC_VERSION)
        .int32(program)
        .int32(version)
        .int32(procedure)
        .int32(NO_AUTHENTICATION)
        .int32(0)
        .int32(NO_AUTHENTICATION)
        .int32(0);
  }

  static void skipAuthentication(XdrReader in) throws RpcFormatException {
    in.int32();
    in.opaque(LONGEST_AUTHENTICATION);
  }
}
