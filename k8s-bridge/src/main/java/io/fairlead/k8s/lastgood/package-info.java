/**
 * The last good configuration on the controller's disk, so that a controller that restarts on a
 * faulty configuration has something to fall back on.
 */
@NullMarked
package io.fairlead.k8s.lastgood;

import org.jspecify.annotations.NullMarked;
