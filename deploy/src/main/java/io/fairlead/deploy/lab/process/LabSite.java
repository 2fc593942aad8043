package io.fairlead.deploy.lab.process;

import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import java.nio.file.Path;

/**
 * Where the lab's programs find themselves: everything that their command lines need to know.
 *
 * @param plan places, nodes and their addresses
 * @param folder where they may keep files; it goes away with the lab
 */
public record LabSite(LabPlan plan, LabFolder folder) {
  public static final String CONTROLLER = "controller";

  /** The program name of the speaker of this node. */
  public static String speaker(LabNode node) {
    return "speaker-" + node.name();
  }

  /** The kubeconfig that works in the controller's namespace. */
  public Path controllerKubeconfig() {
    return folder.controllerKubeconfig();
  }

  /** A folder of its own for one program's files, such as a journal or the last table. */
  public Path home(String program) {
    return folder.path().resolve("home").resolve(program);
  }

  public Path log(String program) {
    return folder.log(program);
  }
}
