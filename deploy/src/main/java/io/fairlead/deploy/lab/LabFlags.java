package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.process.LabFolder;

/** The options that a person must repeat so that another command means the same lab. */
record LabFlags(LabFolder folder) {
  String text() {
    boolean named = !folder.name().equals(LabName.DEFAULT);
    boolean elsewhere = !folder.equals(new LabFolderOptions().folderNamed(folder.name()));
    return (named ? " --name " + folder.name() : "")
        + (elsewhere ? " --state-dir " + folder.root() : "");
  }
}
