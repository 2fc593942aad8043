package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.HostCommand;
import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabException;
import java.util.ArrayList;
import java.util.List;

/** In which way this user may make network namespaces. */
enum LabRights {
  /** Directly, as root. */
  ROOT,
  /** Inside a user namespace of its own. */
  USER_NAMESPACE;

  /** Tries it out; when neither way works the lab ends with what to do. */
  static LabRights find() {
    String unshare = HostTools.require("unshare");
    HostTools.require("ip");
    HostTools.require("nft");
    if (isRoot() && works(unshare, "--net", "--mount")) {
      return ROOT;
    }
    if (!isRoot() && works(unshare, "-Urnm")) {
      return USER_NAMESPACE;
    }
    throw LabException.missing(
        "this user may not make network namespaces; run the lab as root (sudo), or let users do it: "
            + "sysctl kernel.unprivileged_userns_clone=1, and on Ubuntu also "
            + "kernel.apparmor_restrict_unprivileged_userns=0");
  }

  private static boolean isRoot() {
    return HostCommand.run(List.of(HostTools.require("id"), "-u"), "").strip().equals("0");
  }

  private static boolean works(String unshare, String... options) {
    var command = new ArrayList<>(List.of(unshare));
    command.addAll(List.of(options));
    command.add("true");
    return HostCommand.attempt(command, "").succeeded();
  }
}
