/**
 * The session of Bidirectional Forwarding Detection as a pure value: {@code step(input, now)}
 * returns the next session and what to do. Time is an argument, in nanoseconds of a monotonic
 * clock; the randomness of the jitter is a seed in the session.
 *
 * <p>{@link io.fairlead.bfd.BfdSession} is the whole of RFC 5880 section 6.8 in asynchronous mode,
 * without echo. {@link io.fairlead.bfd.BfdRunner} holds one session and takes its steady state, the
 * same packet again and again, without allocating. {@link io.fairlead.bfd.SequenceWindow} is the
 * replay protection of section 6.7.
 */
@NullMarked
package io.fairlead.bfd;

import org.jspecify.annotations.NullMarked;
