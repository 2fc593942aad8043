/**
 * The lab as a whole: what is up ({@link io.fairlead.deploy.lab.steps.Lab}), and the default run
 * that shows a Service becoming reachable and staying so when its node dies ({@link
 * io.fairlead.deploy.lab.steps.LabScenario}).
 *
 * <p>Every step says what it does, waits for a state rather than for a time, and when the state
 * does not come says what was expected, what was seen, and the last words of the programs.
 */
@NullMarked
package io.fairlead.deploy.lab.steps;

import org.jspecify.annotations.NullMarked;
