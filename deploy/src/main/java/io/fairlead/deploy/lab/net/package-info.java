/**
 * The lab's network: which namespaces there are, what each one holds, and the thin shell that makes
 * and removes them.
 *
 * <p>{@link io.fairlead.deploy.lab.net.LabPlan} and {@link
 * io.fairlead.deploy.lab.net.NetworkScript} are pure and say everything; {@link
 * io.fairlead.deploy.lab.net.LabNetwork} hands their lines to {@code ip}. Nothing in the lab is
 * connected to the machine's own network: every link has both ends inside the lab's namespaces.
 */
@NullMarked
package io.fairlead.deploy.lab.net;

import org.jspecify.annotations.NullMarked;
