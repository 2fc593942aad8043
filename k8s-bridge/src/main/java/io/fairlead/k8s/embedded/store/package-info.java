/** Objects, their versions, and the history that watches are served from. */
@NullMarked
package io.fairlead.k8s.embedded.store;

import org.jspecify.annotations.NullMarked;
