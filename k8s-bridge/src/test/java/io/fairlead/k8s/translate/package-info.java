@NullMarked
package io.fairlead.k8s.translate;

import org.jspecify.annotations.NullMarked;
