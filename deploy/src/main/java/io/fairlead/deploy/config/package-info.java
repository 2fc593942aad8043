/**
 * What the programs can be told: command-line options with environment variables as defaults. The
 * only place that reads the environment.
 */
@NullMarked
package io.fairlead.deploy.config;

import org.jspecify.annotations.NullMarked;
