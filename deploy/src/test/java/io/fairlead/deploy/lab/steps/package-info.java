@NullMarked
package io.fairlead.deploy.lab.steps;

import org.jspecify.annotations.NullMarked;
