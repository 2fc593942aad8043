package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.hello.HelloListener;
import io.fairlead.speaker.plan.HelloNews;
import java.util.List;

/** Passes on to a core what the hello sessions hear. */
public final class HelloIntake {
  private HelloIntake() {}

  public static HelloListener into(SpeakerCore core) {
    return new HelloListener() {
      @Override
      public void news(NodeName node, HelloNews news, long heardNanos) {
        var _ = core.heardHello(node, news);
      }

      @Override
      public void claims(NodeName node, List<Claim> claims) {
        var _ = core.updateClaims(node, claims, false);
      }

      @Override
      public void away(long absence) {
        var _ = core.wasAway(absence);
      }

      @Override
      public void unnoticed(long absence) {
        core.wasUnnoticed(absence);
      }
    };
  }
}
