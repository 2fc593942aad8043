package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.probe.HttpQuestion;
import io.fairlead.deploy.lab.probe.Probe;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Questions to the controller of a lab that was left up. */
public final class LabController {
  /** Of Pekko Management; each member of a lab has a network of its own. */
  public static final int MANAGEMENT_PORT = 7626;

  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

  private LabController() {}

  /**
   * Asks from inside of the controller's network.
   *
   * @return the page, whatever its status
   * @throws IOException with a sentence when there is no such lab, or no answer
   */
  public static String ask(String lab, Optional<Path> stateDir, String path, Duration limit)
      throws IOException {
    try {
      var name = new LabName(lab);
      var running =
          RunningLab.find(new LabFolder(stateDir.orElseGet(LabFolderOptions::standard), name));
      var place = running.plan().name().namespaceFile(LabPlan.CONTROLLER);
      return Probe.askOnce(place, new HttpQuestion(LOOPBACK, MANAGEMENT_PORT, path, limit)).body();
    } catch (LabException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
