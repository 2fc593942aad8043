/**
 * {@code fairlead lab}: the whole product on one Linux machine, inside network namespaces.
 *
 * <p>{@link io.fairlead.deploy.lab.LabCommand} and the commands below it are what the user types;
 * {@link io.fairlead.deploy.lab.LabLauncher} starts the program again where it has to be inside a
 * user namespace (no root) or in the background ({@code --keep}); {@link
 * io.fairlead.deploy.lab.LabRun} is the process that holds the lab.
 */
@NullMarked
package io.fairlead.deploy.lab;

import org.jspecify.annotations.NullMarked;
