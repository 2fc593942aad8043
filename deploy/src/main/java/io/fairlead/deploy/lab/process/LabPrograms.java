package io.fairlead.deploy.lab.process;

import io.fairlead.deploy.lab.net.LabNode;
import java.util.List;
import java.util.Optional;

/** Says how the programs are run that the lab shows. */
public interface LabPrograms {

  /** The command line that runs this program again, up to where its arguments begin. */
  List<String> self();

  /** Makes what the programs need before any of them starts, such as certificates. */
  default void prepare(LabSite site) {}

  /**
   * Documents that are applied before any program starts, such as the custom resource definitions;
   * each may hold several, separated by {@code ---}.
   */
  default List<String> clusterDocuments() {
    return List.of();
  }

  /** The controller, named {@link LabSite#CONTROLLER}, in the place {@code ctl}. */
  LabProgram controller(LabSite site);

  /** The speaker of this node, named {@link LabSite#speaker}, in the node's place. */
  LabProgram speaker(LabSite site, LabNode node);

  /**
   * What is still missing before all programs work together, for the user to read; empty when
   * nothing is. Asked again and again; must return quickly.
   */
  default Optional<String> missing(LabSite site) {
    return Optional.empty();
  }
}
