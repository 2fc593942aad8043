@NullMarked
package io.fairlead.k8s.lastgood;

import org.jspecify.annotations.NullMarked;
