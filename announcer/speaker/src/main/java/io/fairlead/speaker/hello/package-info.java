/**
 * The hello sessions of one node: BFD (RFC 5880) among speakers, on a UDP port of their own and a
 * thread that does nothing else, in real time where the system allows it.
 *
 * <p>{@link io.fairlead.speaker.hello.HelloEndpoint} owns the socket and the thread. In the steady
 * state it compares octets, checks a digest and sends a packet again, and allocates nothing; what
 * happens to a session goes to a {@link io.fairlead.speaker.hello.HelloListener}. It also carries
 * claim notices, and beats for the {@link io.fairlead.speaker.l2.AnswerGate}. What the news mean is
 * decided in {@link io.fairlead.speaker.plan.Neighbourhood}.
 *
 * <p>Supported: RFC 5880 asynchronous mode, with authentication of a type of our own (see {@link
 * io.fairlead.wire.bfd.BfdAuthType}).
 */
@NullMarked
package io.fairlead.speaker.hello;

import org.jspecify.annotations.NullMarked;
