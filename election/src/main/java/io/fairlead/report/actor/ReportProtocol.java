package io.fairlead.report.actor;

import io.fairlead.report.ReportPart;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * How speakers report. A speaker finds the desk through the receptionist and begins a stream; the
 * desk asks for a new one when a part is missing. Parts fit a normal Artery frame.
 */
public final class ReportProtocol {
  /** Under this key the desk of the active controller is registered. */
  public static final ServiceKey<ToDesk> DESK_KEY =
      ServiceKey.create(ToDesk.class, "fairlead-report-desk");

  private ReportProtocol() {}

  /** What speakers tell the desk. */
  public sealed interface ToDesk {}

  /** The next part of a speaker's report. */
  public record Tell(ReportPart part, ActorRef<ToReporter> speaker) implements ToDesk {}

  /** What the desk tells a speaker. */
  public sealed interface ToReporter {}

  /** A part was missing: say everything, in a new stream. */
  public record BeginAnew(ActorRef<ToDesk> desk) implements ToReporter {}
}
