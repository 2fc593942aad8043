/** The whole product in a lab: real processes, real faults, judged from outside. */
@NullMarked
package io.fairlead.deploy.e2e;

import org.jspecify.annotations.NullMarked;
