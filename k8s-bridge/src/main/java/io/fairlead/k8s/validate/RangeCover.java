package io.fairlead.k8s.validate;

import io.fairlead.net.IpRange;
import java.math.BigInteger;

/** The CIDRs that cover a range exactly. */
final class RangeCover {
  private RangeCover() {}

  /** The length of the largest of them, which is the shortest prefix. */
  static int shortestPrefix(IpRange range) {
    int bits = range.family().bits();
    var first = new BigInteger(1, range.first().toBytes());
    var last = new BigInteger(1, range.last().toBytes());
    // The largest block 2^size that is aligned and lies within the range.
    for (int size = range.size().bitLength() - 1; size > 0; size--) {
      var block = BigInteger.ONE.shiftLeft(size);
      var start = first.add(block).subtract(BigInteger.ONE).shiftRight(size).shiftLeft(size);
      if (start.add(block).subtract(BigInteger.ONE).compareTo(last) <= 0) {
        return bits - size;
      }
    }
    return bits;
  }
}
