@NullMarked
package io.fairlead.deploy.lab.probe;

import org.jspecify.annotations.NullMarked;
