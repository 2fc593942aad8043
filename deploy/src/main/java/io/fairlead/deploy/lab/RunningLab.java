package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.LabCommand.LabExitCode;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.ControlSocket;
import io.fairlead.deploy.lab.process.ControlSocket.Reply;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.deploy.lab.process.LabState;
import java.io.IOException;
import java.io.PrintWriter;

/** A lab that was left up, seen from another shell. */
record RunningLab(LabFolder folder, LabState state) {

  /** Finds it; if it is not up, that is the end of the command. */
  static RunningLab find(LabFolderOptions where) {
    return find(where.folder());
  }

  static RunningLab find(LabFolder folder) {
    LabState state =
        folder
            .read()
            .filter(s -> s.bootId().equals(LabFolder.bootId()) && s.owner().stillRuns())
            .orElseThrow(
                () ->
                    LabException.missing(
                        "no lab named '%s' is up; start one with 'fairlead lab --keep'"
                            .formatted(folder.name())));
    if (!state.ready()) {
      throw LabException.missing(
          "the lab '%s' (process %d) is not left to other shells; only one started with --keep is, once its run is over"
              .formatted(folder.name(), state.owner().pid()));
    }
    return new RunningLab(folder, state);
  }

  LabPlan plan() {
    return new LabPlan(folder.name(), state.nodeCount());
  }

  /** Has the lab do something, and shows what it says. */
  LabExitCode ask(String words, PrintWriter out) {
    try {
      Reply reply = ControlSocket.ask(folder.controlSocket(), words);
      if (reply.exit() != LabExit.OK) {
        throw new LabException(reply.exit(), reply.text());
      }
      out.println(reply.text());
      out.flush();
      return new LabExitCode(LabExit.OK.code());
    } catch (IOException e) {
      throw new LabException(
          LabExit.SCENARIO_FAILED,
          "the lab (process %d) does not answer: %s".formatted(state.owner().pid(), e.getMessage()),
          e);
    }
  }
}
