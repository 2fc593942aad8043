package io.fairlead.deploy.lab.process;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Cleans up after a lab whose own process was killed, and refuses a name that is in use. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Makes sure that nothing of an earlier lab of this name is left.
   *
   * @return what was cleaned, one line each, for the user; empty if there was nothing
   * @throws LabException if a lab of this name is running
   */
  public static List<String> clean(LabFolder folder) {
    Optional<LabState> state = folder.read();
    if (state.isPresent()) {
      refuseIfRunning(folder, state.get());
    } else {
      refuseIfOthersUseIt(folder);
    }
    return remove(folder, state);
  }

  /** Removes everything that is recorded of a lab, without asking whether it still runs. */
  public static List<String> remove(LabFolder folder, Optional<LabState> state) {
    var cleaned = new ArrayList<String>();
    var ended = new TreeSet<Long>();
    for (LabState.Started started : doomed(state, ProcessMark::stillRuns)) {
      started.process().kill();
      ended.add(started.process().pid());
      cleaned.add("ended %s (process %d)".formatted(started.program(), started.process().pid()));
    }
    if (state.isPresent()) {
      // A program may have been started just before the crash, before it was written down; the
      // namespaces of a recorded lab are ours, so is what runs in them.
      for (long pid : LabNetwork.processesIn(folder.name())) {
        ProcessMark.of(pid).ifPresent(ProcessMark::kill);
        if (ended.add(pid)) {
          cleaned.add("ended process %d in a namespace of the lab".formatted(pid));
        }
      }
    }
    List<String> namespaces = LabNetwork.namespacesOf(folder.name());
    if (!namespaces.isEmpty()) {
      LabNetwork.remove(folder.name());
      cleaned.add("removed " + namespaces.size() + " namespaces");
    }
    folder.delete();
    return List.copyOf(cleaned);
  }

  /** The recorded processes that are still the ones that were recorded. */
  static List<LabState.Started> doomed(
      Optional<LabState> state, Predicate<ProcessMark> stillTheSame) {
    return state.filter(s -> s.bootId().equals(LabFolder.bootId())).stream()
        .flatMap(s -> s.programs().stream())
        .filter(started -> stillTheSame.test(started.process()))
        .toList();
  }

  private static void refuseIfRunning(LabFolder folder, LabState state) {
    boolean sameBoot = state.bootId().equals(LabFolder.bootId());
    boolean someoneElse = !state.owner().equals(ProcessMark.self());
    if (sameBoot && someoneElse && state.owner().stillRuns()) {
      throw LabException.missing(
          "a lab named '%s' is already running (process %d); end it with 'fairlead lab down%s', or choose another name with --name"
              .formatted(
                  folder.name(),
                  state.owner().pid(),
                  folder.name().value().equals("lab") ? "" : " --name " + folder.name()));
    }
  }

  private static void refuseIfOthersUseIt(LabFolder folder) {
    List<Long> pids = LabNetwork.processesIn(folder.name());
    if (!pids.isEmpty()) {
      throw LabException.missing(
          "namespaces named %s* exist, this lab has no record of them, and processes run in them (%s); end those, or choose another name with --name"
              .formatted(folder.name().prefix(), pids));
    }
  }
}
