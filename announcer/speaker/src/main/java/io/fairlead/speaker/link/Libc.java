package io.fairlead.speaker.link;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library that are used, bound by hand. Each returns what C returns, or the
 * negated error number. The error is captured with the call: Java code between the call and a later
 * look at {@code errno} may overwrite it.
 */
final class Libc {
  static final int AF_UNSPEC = 0;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int AF_PACKET = 17;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_ATTACH_FILTER = 26;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_JOIN_GROUP = 20;
  static final int IPV6_LEAVE_GROUP = 21;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_TRUNC = 0x20;
  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;
  static final int O_RDONLY_CLOEXEC = 0x80000;
  static final int CLONE_NEWNET = 0x40000000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> CAPTURE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final MethodHandle SOCKET =
      bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      bind(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      bind("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SEND =
      bind("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle POLL =
      bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle EVENTFD =
      bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SETNS =
      bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));

  private Libc() {}

  static int socket(int domain, int type, int protocol) {
    var state = CAPTURE.get();
    try {
      return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int bind(int fd, MemorySegment address) {
    var state = CAPTURE.get();
    try {
      return result((int) BIND.invokeExact(state, fd, address, (int) address.byteSize()), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int setsockopt(int fd, int level, int option, MemorySegment value) {
    var state = CAPTURE.get();
    int length = (int) value.byteSize();
    try {
      return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int recv(int fd, MemorySegment buffer, int flags) {
    var state = CAPTURE.get();
    try {
      return result((long) RECV.invokeExact(state, fd, buffer, buffer.byteSize(), flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int send(int fd, MemorySegment buffer, long length, int flags) {
    var state = CAPTURE.get();
    try {
      return result((long) SEND.invokeExact(state, fd, buffer, length, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int poll(MemorySegment pollfds, long count, int timeoutMillis) {
    var state = CAPTURE.get();
    try {
      return result((int) POLL.invokeExact(state, pollfds, count, timeoutMillis), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int eventfd(int initial, int flags) {
    var state = CAPTURE.get();
    try {
      return result((int) EVENTFD.invokeExact(state, initial, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int read(int fd, MemorySegment buffer) {
    var state = CAPTURE.get();
    try {
      return result((long) READ.invokeExact(state, fd, buffer, buffer.byteSize()), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int write(int fd, MemorySegment buffer) {
    var state = CAPTURE.get();
    try {
      return result((long) WRITE.invokeExact(state, fd, buffer, buffer.byteSize()), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int close(int fd) {
    var state = CAPTURE.get();
    try {
      return result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int setns(int fd, int kind) {
    var state = CAPTURE.get();
    try {
      return result((int) SETNS.invokeExact(state, fd, kind), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int open(MemorySegment path, int flags) {
    var state = CAPTURE.get();
    try {
      return result((int) OPEN.invokeExact(state, path, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The result, or the exception for the negated error number. */
  static int check(int result, String what) throws LinkException {
    if (result < 0) {
      throw new LinkException(what, -result);
    }
    return result;
  }

  private static int result(long returned, MemorySegment state) {
    return returned == -1 ? -(int) ERRNO.get(state, 0L) : (int) returned;
  }

  // Linking is fixed at start: the only failure left is a wrong signature, a programming error.
  private static AssertionError impossible(Throwable e) {
    return new AssertionError("a call of the C library failed to link", e);
  }

  @SuppressWarnings("restricted") // Calling the C library is what this package is for.
  private static MethodHandle bind(
      String name, FunctionDescriptor signature, Linker.Option... more) {
    var options = new Linker.Option[more.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(more, 0, options, 1, more.length);
    var symbol = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(symbol, signature, options);
  }
}
