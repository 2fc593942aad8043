/**
 * The command line. Every command is one class; {@link io.fairlead.deploy.cli.FairleadMain} hangs
 * them together. Exit codes: {@link io.fairlead.deploy.cli.ExitCodes}.
 */
@NullMarked
package io.fairlead.deploy.cli;

import org.jspecify.annotations.NullMarked;
