/** The four ways to change an object: JSON patch, merge patch, strategic merge, apply. */
@NullMarked
package io.fairlead.k8s.embedded.patch;

import org.jspecify.annotations.NullMarked;
