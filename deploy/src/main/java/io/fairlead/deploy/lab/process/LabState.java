package io.fairlead.deploy.lab.process;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;

/**
 * What is on disk about one lab.
 *
 * @param name its name
 * @param bootId which run of the machine it belongs to; after a restart of the machine none of the
 *     processes is ours any more
 * @param owner the process that holds the lab
 * @param nodeCount how many nodes it has
 * @param rootless whether its namespaces are only visible from within the owner's user namespace
 * @param ready whether it is up and left to the user
 * @param programs the processes it started
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LabState(
    String name,
    String bootId,
    ProcessMark owner,
    int nodeCount,
    boolean rootless,
    boolean ready,
    List<Started> programs) {

  /** One process that the lab started, known by the name of its program. */
  public record Started(String program, ProcessMark process) {}

  public LabState {
    programs = List.copyOf(programs);
  }

  /** The lab's processes with this one added. */
  public LabState withProgram(Started started) {
    var all = new ArrayList<>(withoutProgram(started.program()).programs());
    all.add(started);
    return new LabState(name, bootId, owner, nodeCount, rootless, ready, all);
  }

  /** The lab's processes without those of this program. */
  public LabState withoutProgram(String program) {
    var rest = programs.stream().filter(s -> !s.program().equals(program)).toList();
    return new LabState(name, bootId, owner, nodeCount, rootless, ready, rest);
  }

  /** The lab is up and left to the user. */
  public LabState nowReady() {
    return new LabState(name, bootId, owner, nodeCount, rootless, true, programs);
  }
}
