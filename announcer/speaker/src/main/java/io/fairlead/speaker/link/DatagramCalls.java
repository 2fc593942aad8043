package io.fairlead.speaker.link;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** More calls of the C library, in the manner of {@link Libc}: datagrams, and a finer wait. */
final class DatagramCalls {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM = 2;
  static final int SCHED_FIFO = 1;

  private static final MethodHandle SENDTO =
      Libc.bind(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECVFROM =
      Libc.bind(
          "recvfrom",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle PPOLL =
      Libc.bind("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  private static final MethodHandle SCHED_SETSCHEDULER =
      Libc.bind("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private DatagramCalls() {}

  static int sendto(
      MemorySegment state, int fd, MemorySegment buffer, long length, MemorySegment to, int size) {
    try {
      return Libc.result(
          (long) SENDTO.invokeExact(state, fd, buffer, length, Libc.MSG_DONTWAIT, to, size), state);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
  }

  static int recvfrom(
      MemorySegment state,
      int fd,
      MemorySegment buffer,
      long length,
      MemorySegment from,
      MemorySegment size) {
    try {
      return Libc.result(
          (long) RECVFROM.invokeExact(state, fd, buffer, length, Libc.MSG_DONTWAIT, from, size),
          state);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
  }

  static int ppoll(MemorySegment state, MemorySegment pollfds, long count, MemorySegment timeout) {
    try {
      return Libc.result(
          (int) PPOLL.invokeExact(state, pollfds, count, timeout, MemorySegment.NULL), state);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
  }

  /** For the calling thread. */
  static int setScheduler(int policy, MemorySegment parameter) {
    var state = Libc.CAPTURE.get();
    try {
      return Libc.result((int) SCHED_SETSCHEDULER.invokeExact(state, 0, policy, parameter), state);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
  }
}
