package org.spinbench.drivers.transport;

import java.util.Set;

/** What {@link FaultProxy} does to one reply of a server, or to one request of its client. */
public enum LinkFault {
  /** It is held back until about the client's timeout, a little less or more. */
  LATE,
  /** It comes in pieces. */
  SPLIT,
  /** It comes byte by byte, and maybe not in time. */
  DRIP,
  /** It is held back until there is another, and both come at once. */
  MERGED,
  /** It never comes. */
  DROPPED,
  /** It comes twice, the second time at once. */
  DOUBLED,
  /** It comes again just after the client has sent its next request. */
  DOUBLED_BEFORE_THE_NEXT,
  /** It comes again just after the client has sent the request after the next. */
  DOUBLED_BEFORE_THE_ONE_AFTER,
  /** Only its beginning comes. */
  TRUNCATED,
  /** Only its beginning comes, and then the end of the stream. */
  TRUNCATED_AND_CLOSED,
  /** Instead of it the end of the stream comes. */
  CLOSED,
  /** Instead of it the connection is reset. */
  RESET,
  /** The connection to the server is gone, and the client is not told. */
  HALF_OPEN,
  /** It ends with a carriage return instead of a line feed. */
  RETURN_FOR_LINE_FEED,
  /** It ends with line feed and carriage return. */
  LINE_FEED_AND_RETURN,
  /** It ends with two line feeds. */
  TWO_LINE_FEEDS,
  /** The request does not reach the server. */
  REQUEST_DROPPED,
  /** The request reaches the server twice. */
  REQUEST_DOUBLED,
  /** The request reaches the server in pieces. */
  REQUEST_SPLIT;

  private static final Set<LinkFault> TERMINATORS =
      Set.of(RETURN_FOR_LINE_FEED, LINE_FEED_AND_RETURN, TWO_LINE_FEEDS);

  private static final Set<LinkFault> LOSSES =
      Set.of(MERGED, DROPPED, TRUNCATED, HALF_OPEN, RETURN_FOR_LINE_FEED, REQUEST_DROPPED);

  /** True for what can happen only where line feeds end the replies. */
  public boolean isOfLines() {
    return TERMINATORS.contains(this);
  }

  /** True for what an undisturbed link would wait for until its time is up. */
  public boolean losesTheAnswer() {
    return LOSSES.contains(this);
  }

  boolean isOfRequests() {
    return name().startsWith("REQUEST");
  }
}
